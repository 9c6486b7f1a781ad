package dev.parley.mail;

import dev.parley.domain.mail.Mail;
import dev.parley.domain.mail.MailException;
import dev.parley.domain.mail.Mailer;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The door to mail: letters go to an SMTP server, or into the log. Safe for concurrent use. */
public final class MailAdapter implements Mailer {
    private final Mailer mailer;

    /**
     * @param random for the names of letters
     * @throws IllegalStateException if the certificates that are to be trusted cannot be read
     */
    public MailAdapter(MailConfig config, InstantSource clock, RandomGenerator random) {
        if (config instanceof MailConfig.Smtp smtp) {
            this.mailer = new SmtpMailer(smtp, clock, random);
        } else {
            this.mailer = new LogMailer();
        }
    }

    @Override
    public void send(Mail mail) throws MailException {
        mailer.send(mail);
    }
}
