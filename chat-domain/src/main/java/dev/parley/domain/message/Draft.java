package dev.parley.domain.message;

import dev.parley.domain.account.UserId;
import java.time.Instant;

/**
 * A message before the log has numbered it.
 *
 * @param sentAt the author's node's clock, in milliseconds; the log moves it on where it would run backwards
 */
public record Draft(MessageKey key, UserId author, Content content, Instant sentAt) {
    /**
     * The first 128 bits of the SHA-256 of what the author sent, in hex: it tells a repeat from a reuse of the key even
     * after the message was edited or deleted.
     */
    public String fingerprint() {
        return content.fingerprint();
    }
}
