package dev.parley.mongo;

import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import java.util.Optional;

/**
 * Where a room's log ended when somebody looked: the next numbers to try.
 *
 * @param sentAt the time of the last message, in milliseconds since 1970
 */
record Tail(long seq, long rev, long sentAt) {
    static final Tail EMPTY = new Tail(0, 0, Long.MIN_VALUE);

    /** The tail behind one more message. */
    Tail withMessage(long messageSentAt) {
        return new Tail(seq + 1, rev + 1, Math.max(sentAt, messageSentAt));
    }

    /** The tail behind one more change of a message that was there. */
    Tail withChange() {
        return new Tail(seq, rev + 1, sentAt);
    }

    /** The tail, known to have given this rev. */
    Tail atLeast(long given) {
        return given <= rev ? this : new Tail(seq, given, sentAt);
    }

    Optional<Head> head() {
        return seq == 0 ? Optional.empty() : Optional.of(new Head(new Seq(seq), new Rev(rev)));
    }
}
