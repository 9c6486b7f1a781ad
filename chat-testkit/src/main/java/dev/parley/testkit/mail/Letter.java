package dev.parley.testkit.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mail server was sent.
 *
 * @param type of the whole, without its parameters
 * @param raw every header and part as it came over the wire
 */
public record Letter(String from, String to, String subject, String type, String text, String html, String raw) {
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

    static Letter of(MimeMessage message) {
        try {
            MimeMultipart parts = (MimeMultipart) message.getContent();
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            message.writeTo(raw);
            return new Letter(
                    message.getHeader("From")[0],
                    ((InternetAddress) message.getRecipients(Message.RecipientType.TO)[0]).getAddress(),
                    message.getSubject(),
                    message.getContentType().replaceFirst(";(?s).*", ""),
                    text(parts.getBodyPart(0), "text/plain"),
                    text(parts.getBodyPart(1), "text/html"),
                    raw.toString(StandardCharsets.UTF_8));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(BodyPart part, String type) throws MessagingException, IOException {
        if (!part.isMimeType(type)) {
            throw new AssertionError("not " + type + " but " + part.getContentType());
        }
        return ((String) part.getContent()).replace("\r\n", "\n");
    }

    /** The code in the text, which is the one in the HTML. */
    public String code() {
        Matcher inText = CODE.matcher(text);
        if (!inText.find() || !html.contains(">" + inText.group() + "<")) {
            throw new AssertionError("no code, or two: " + text + html);
        }
        return inText.group();
    }
}
