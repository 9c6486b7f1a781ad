package dev.parley.domain.message;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.Texts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The text of a message: trimmed, whole Unicode, without control characters but newline and tab. Empty in a tombstone. */
public record Content(String text) {
    public static final Content NONE = new Content("");

    private static final int FINGERPRINT_BYTES = 16;

    /** @throws ChatException.Invalid if it has characters that a message must not have */
    public Content {
        text = text.strip();
        if (Texts.isTorn(text) || Texts.hasControl(text, "\n\t")) {
            throw new ChatException.Invalid(ErrorCode.INVALID_CONTENT);
        }
    }

    /**
     * The content that a person wrote. A carriage return before a newline is dropped: browsers' forms send one.
     *
     * @param maxLength in code points, after trimming
     * @throws ChatException.Invalid if nothing in it can be seen, or it is too long or has characters that a message must not have
     */
    public static Content written(String raw, int maxLength) {
        Content content = beside(raw, maxLength);
        if (content.text.isEmpty()) {
            throw new ChatException.Invalid(ErrorCode.INVALID_CONTENT);
        }
        return content;
    }

    /**
     * The content that a person wrote beside something else, such as files: it is empty if nothing in it can be seen.
     *
     * @throws ChatException.Invalid if it is too long or has characters that a message must not have
     */
    public static Content beside(String raw, int maxLength) {
        Content content = new Content(raw.replace("\r\n", "\n"));
        if (Texts.isInvisible(content.text)) {
            return NONE;
        }
        if (Texts.length(content.text) > maxLength) {
            throw new ChatException.Invalid(
                    ErrorCode.CONTENT_TOO_LONG, "A message has at most " + maxLength + " characters.");
        }
        return content;
    }

    /** The first 128 bits of the SHA-256 of the text, in hex. */
    public String fingerprint() {
        return fingerprint(text);
    }

    /** The same of the text with something that was sent beside it. No text alone has it: none has a NUL. */
    String fingerprintWith(String more) {
        return fingerprint(text + '\0' + more);
    }

    private static String fingerprint(String of) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
