package dev.parley.mail;

import dev.parley.domain.mail.Mail;
import dev.parley.domain.mail.MailException;
import dev.parley.domain.mail.Mailer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands letters to an SMTP server, each over a connection of its own. Safe for concurrent use. */
final class SmtpMailer implements Mailer {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpMailer.class);

    /** From here on an answer says that the same will be refused again (RFC 5321 §4.2.1). */
    private static final int PERMANENT = 500;

    /** What a server says that takes such addresses (RFC 6531 §3.2). */
    private static final String INTERNATIONAL = "SMTPUTF8";

    private static final int MAX_REASON = 300;

    private final MailConfig.Smtp config;
    private final Letters letters;
    /** Null if those are that Java trusts. */
    private final @Nullable SSLSocketFactory trusted;

    SmtpMailer(MailConfig.Smtp config, InstantSource clock, RandomGenerator random) {
        this.config = config;
        this.trusted = config.certificates() == null || config.security() == MailConfig.Security.NONE
                ? null
                : TrustedCertificates.socketFactory(config.certificates());
        this.letters = new Letters(config.from(), clock, random);
    }

    /** @param ascii whether the address is, else the server has to know such (RFC 6531) */
    private Properties properties(boolean ascii) {
        boolean startTls = config.security() == MailConfig.Security.STARTTLS;
        MailConfig.Login login = config.login();
        Properties properties = new Properties();
        properties.put("mail.smtp.auth", Boolean.toString(login != null));
        if (login != null) {
            properties.put("mail.smtp.user", login.user());
        }
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        if (trusted != null) {
            properties.put("mail.smtp.ssl.socketFactory", trusted);
        }
        properties.put("mail.mime.allowutf8", Boolean.toString(!ascii));
        return properties;
    }

    /**
     * For one letter. One that is used again has kept the password; if that is refused then, the library connects once more by
     * itself, to whatever is at port 25 of this machine.
     */
    private Session session(Properties properties) {
        MailConfig.Login login = config.login();
        return Session.getInstance(
                properties,
                login == null
                        ? null
                        : new Authenticator() {
                            @Override
                            protected PasswordAuthentication getPasswordAuthentication() {
                                return new PasswordAuthentication(login.user(), login.password());
                            }
                        });
    }

    @Override
    public void send(Mail mail) throws MailException {
        LetterSocket socket = new LetterSocket();
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        var unused = over.completeOnTimeout(false, config.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> close(socket)); // From outside: whatever waits for it then ends.
        try {
            deliver(mail, socket);
        } catch (MessagingException | IOException e) {
            boolean late = over.isDone();
            throw new MailException(
                    config.host() + ":" + config.port() + " does not take it ("
                            + (late ? "not within " + config.deadline().toSeconds() + " s" : reason(e, mail)) + ")",
                    late || isPassing(e),
                    e);
        } finally {
            over.complete(true);
        }
    }

    private void deliver(Mail mail, LetterSocket socket) throws MessagingException, IOException {
        boolean ascii =
                StandardCharsets.US_ASCII.newEncoder().canEncode(mail.to().value());
        Session session = session(properties(ascii));
        Message letter = letters.write(session, mail);
        SMTPTransport transport = (SMTPTransport) session.getTransport("smtp");
        try {
            transport.connect(socket.open(config, trusted));
            if (!ascii && !transport.supportsExtension(INTERNATIONAL)) {
                throw new AddressException("there is no " + INTERNATIONAL + ", which the address needs");
            }
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

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection to a mail server was not closed", e);
        }
    }

    /** What the server or the network said, which may have the address in it, but nothing that is secret. */
    private String reason(Exception failure, Mail mail) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String text = last == failure ? "" : ": " + last;
        String said = new Secrets(mail, config.login()).hiddenIn(failure + text);
        String line = said.replaceAll("[\\s\\p{C}\\p{Z}]+", " ");
        return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "…" : line;
    }

    private static boolean isPassing(Exception failure) {
        for (@Nullable Exception each = failure; each != null; each = next(each)) {
            if (each instanceof AddressException || code(each) >= PERMANENT || isRefusedLogin(each)) {
                return false;
            }
        }
        return true;
    }

    /** Unless it is for now (RFC 4954 §6). */
    private static boolean isRefusedLogin(Exception failure) {
        return failure instanceof AuthenticationFailedException
                && !String.valueOf(failure.getMessage()).startsWith("4");
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
