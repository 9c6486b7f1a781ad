package dev.parley.mongo;

import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import java.util.Optional;
import org.bson.BsonDocument;

/**
 * Where a room's log ended when somebody looked: the next numbers to try.
 *
 * @param seq of the last message
 * @param sentAt the time of the last message, in milliseconds since 1970
 * @param closed whether the log has come to its end, which stands behind all this
 */
record Tail(long seq, long rev, long sentAt, boolean closed) {
    static final Tail EMPTY = new Tail(0, 0, Long.MIN_VALUE);

    Tail(long seq, long rev, long sentAt) {
        this(seq, rev, sentAt, false);
    }

    /** Where a log ended that has this end: nothing but its last message had the numbers before. */
    static Tail before(BsonDocument end) {
        return new Tail(MessageDocument.seq(end) - 1, MessageDocument.rev(end) - 1, Long.MIN_VALUE, true);
    }

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
