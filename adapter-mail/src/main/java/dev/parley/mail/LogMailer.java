package dev.parley.mail;

import dev.parley.domain.mail.Mail;
import dev.parley.domain.mail.Mailer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes letters into the log, where whoever reads it finds the codes. */
final class LogMailer implements Mailer {
    private static final Logger LOG = LoggerFactory.getLogger(LogMailer.class);

    @Override
    public void send(Mail mail) {
        LOG.info("Mail to {}: {}\n{}", mail.to(), mail.subject(), mail.text());
    }
}
