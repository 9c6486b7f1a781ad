package dev.parley.mail;

import dev.parley.domain.mail.Mail;
import dev.parley.domain.mail.MailException;
import dev.parley.domain.mail.Mailer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands letters to an SMTP server, each over a connection of its own. Safe for concurrent use. */
final class SmtpMailer implements Mailer {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpMailer.class);

    /** From here on an answer says that the same will be refused again (RFC 5321 §4.2.1). */
    private static final int PERMANENT = 500;

    private final MailConfig.Smtp config;
    private final Letters letters;
    private final Session usual;
    /** For addresses that are not ASCII, which needs a server that knows them (RFC 6531). */
    private final Session international;

    SmtpMailer(MailConfig.Smtp config, InstantSource clock, RandomGenerator random) {
        this.config = config;
        Properties properties = properties(config);
        this.usual = Session.getInstance((Properties) properties.clone());
        properties.put("mail.mime.allowutf8", "true");
        this.international = Session.getInstance(properties);
        this.letters = new Letters(config.from(), clock, random);
    }

    private static Properties properties(MailConfig.Smtp config) {
        String millis = Long.toString(config.timeout().toMillis());
        boolean secure = config.security() != MailConfig.Security.NONE;
        boolean startTls = config.security() == MailConfig.Security.STARTTLS;
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.auth", Boolean.toString(config.login() != null));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(config.security() == MailConfig.Security.TLS));
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.put("mail.smtp.ssl.checkserveridentity", Boolean.toString(secure));
        if (secure && config.certificates() != null) {
            properties.put("mail.smtp.ssl.socketFactory", TrustedCertificates.socketFactory(config.certificates()));
        }
        return properties;
    }

    @Override
    public void send(Mail mail) throws MailException {
        Session session =
                StandardCharsets.US_ASCII.newEncoder().canEncode(mail.to().value()) ? usual : international;
        try {
            Message letter = letters.write(session, mail);
            deliver(session.getTransport("smtp"), letter);
        } catch (MessagingException e) {
            throw new MailException(
                    config.host() + ":" + config.port() + " does not take it (" + reason(e) + ")", isPassing(e), e);
        }
    }

    private void deliver(Transport transport, Message letter) throws MessagingException {
        MailConfig.Login login = config.login();
        try {
            transport.connect(
                    config.host(),
                    config.port(),
                    login == null ? null : login.user(),
                    login == null ? null : login.password());
            transport.sendMessage(letter, letter.getAllRecipients());
        } finally {
            close(transport);
        }
    }

    /** What was said before stands, whether the goodbye is heard or not: a letter that was taken is not sent again. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("A mail server did not say goodbye", e);
        }
    }

    /** What the server or the network said, which may have the address in it, but no code. */
    private static String reason(MessagingException failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String text = last == failure ? "" : ": " + last;
        return (failure + text).replaceAll("\\s+", " ");
    }

    private static boolean isPassing(MessagingException failure) {
        for (@Nullable Exception each = failure; each != null; each = next(each)) {
            if (each instanceof AuthenticationFailedException || code(each) >= PERMANENT) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Exception next(Exception failure) {
        return failure instanceof MessagingException messaging ? messaging.getNextException() : null;
    }

    private static int code(Exception failure) {
        if (failure instanceof SMTPSendFailedException sending) {
            return sending.getReturnCode();
        }
        if (failure instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        return failure instanceof SMTPAddressFailedException address ? address.getReturnCode() : 0;
    }
}
