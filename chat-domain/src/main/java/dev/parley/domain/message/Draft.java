package dev.parley.domain.message;

import dev.parley.domain.account.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A message before the log has numbered it.
 *
 * @param sentAt the author's node's clock, in milliseconds; the log moves it on where it would run backwards
 */
public record Draft(MessageKey key, UserId author, Content content, Instant sentAt) {
    private static final int FINGERPRINT_BYTES = 16;

    /**
     * The first 128 bits of the SHA-256 of what the author sent, in hex: it tells a repeat from a reuse of the key even
     * after the message was edited or deleted.
     */
    public String fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(content.text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
