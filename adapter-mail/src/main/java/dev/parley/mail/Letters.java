package dev.parley.mail;

import dev.parley.domain.account.Email;
import dev.parley.domain.mail.Mail;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Writes letters as MIME: the text and the same as HTML, the better one last (RFC 2046 §5.1.4). Safe for concurrent use. */
final class Letters {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final int ID_BYTES = 16;

    private final MailConfig.Sender from;
    private final InstantSource clock;
    private final RandomGenerator random;

    Letters(MailConfig.Sender from, InstantSource clock, RandomGenerator random) {
        this.from = from;
        this.clock = clock;
        this.random = random;
    }

    Message write(Session session, Mail mail) throws MessagingException {
        MimeMessage letter = new Named(session, newId());
        letter.setFrom(address(from.address(), from.name()));
        letter.setRecipient(Message.RecipientType.TO, address(mail.to(), null));
        letter.setSubject(mail.subject(), UTF_8);
        letter.setSentDate(Date.from(clock.instant()));
        letter.setHeader("Auto-Submitted", "auto-generated"); // No vacation answers to it (RFC 3834 §5).
        MimeBodyPart text = new MimeBodyPart();
        text.setText(mail.text(), UTF_8);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(mail.html(), UTF_8, "html");
        letter.setContent(new MimeMultipart("alternative", text, html));
        letter.saveChanges();
        return letter;
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String domain = from.address().value().substring(from.address().value().indexOf('@') + 1);
        return "<" + HexFormat.of().formatHex(id) + "@" + domain + ">";
    }

    /** Without a parser, which might find more than one address in what is one. */
    private static InternetAddress address(Email email, @Nullable String name) throws MessagingException {
        InternetAddress address = new InternetAddress();
        address.setAddress(email.value());
        try {
            if (name != null) {
                address.setPersonal(name, UTF_8);
            }
        } catch (UnsupportedEncodingException e) {
            throw new MessagingException("every JDK has UTF-8", e);
        }
        return address;
    }

    /** A letter whose name does not tell the name of this machine. */
    private static final class Named extends MimeMessage {
        private final String id;

        Named(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
