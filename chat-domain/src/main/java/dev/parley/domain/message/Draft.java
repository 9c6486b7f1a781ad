package dev.parley.domain.message;

import dev.parley.domain.account.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message before the log has numbered it.
 *
 * @param sentAt the author's node's clock, in milliseconds; the log moves it on where it would run backwards
 * @param replyTo the message of the same room that it answers, if it answers one
 */
public record Draft(
        MessageKey key,
        UserId author,
        Content content,
        Instant sentAt,
        @Nullable Seq replyTo) {
    /** A message that answers none. */
    public Draft(MessageKey key, UserId author, Content content, Instant sentAt) {
        this(key, author, content, sentAt, null);
    }

    /**
     * The first 128 bits of the SHA-256 of what the author sent, in hex: it tells a repeat from a reuse of the key even
     * after the message was edited or deleted.
     */
    public String fingerprint() {
        return replyTo == null ? content.fingerprint() : content.fingerprintWith("reply:" + replyTo);
    }
}
