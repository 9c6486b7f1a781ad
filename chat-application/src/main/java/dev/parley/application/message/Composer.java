package dev.parley.application.message;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Seq;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes drafts and edits of what people type, with this node's clock, by this server's rules.
 *
 * <p>A draft that its client did not name gets a key of 128 random bits, drawn once for the life of the process, and a
 * count: never used twice by any node.
 */
public final class Composer {
    private static final int NONCE_BYTES = 16;

    private final InstantSource clock;
    private final int maxLength;
    private final String nonce;
    private final AtomicLong count = new AtomicLong();

    /**
     * @param random cryptographically strong
     * @param maxLength of a message, in code points
     */
    public Composer(InstantSource clock, RandomGenerator random, int maxLength) {
        this.clock = clock;
        this.maxLength = maxLength;
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        this.nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The longest message, in code points. */
    public int maxLength() {
        return maxLength;
    }

    /** @param beside whether something else is sent too: then there need not be a text */
    Draft draft(UserId author, String text, Optional<ClientId> clientId, Optional<Seq> replyTo, boolean beside) {
        MessageKey key = clientId.map(id -> MessageKey.named(author, id))
                .orElseGet(() -> MessageKey.unnamed(nonce + "." + count.incrementAndGet()));
        Content content = beside ? Content.beside(text, maxLength) : Content.written(text, maxLength);
        return new Draft(key, author, content, now(), replyTo.orElse(null));
    }

    /** The text may be empty: whether the message may be is for who has it to say. */
    Change.Edit edit(String text) {
        return new Change.Edit(Content.beside(text, maxLength), now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
