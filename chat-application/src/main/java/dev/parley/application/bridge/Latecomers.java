package dev.parley.application.bridge;

import dev.parley.domain.message.Seq;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which retractions need a second look. Where the message of a post that was taken back is not in the log, another
 * node may have heard the post before, and may yet append it, also one that has died since: so the durable mark stays
 * before such a retraction until nothing can come any more, and what came is found then. Whoever starts meanwhile starts
 * there. Confined to the room's turns.
 */
final class Latecomers {
    /** Longer than a write waits for its turn and then for a store that still answers at all. */
    static final Duration LATEST = Duration.ofSeconds(150);

    private final LongSupplier nanoTime;
    private long settled;
    private @Nullable Wait wait;

    /**
     * The second look is at the retractions after {@code settled}; up to {@code end} it is the last one.
     *
     * @param missed where the log ended when something was not found there: it can only come behind that
     */
    private record Wait(long end, Seq missed, long since) {}

    Latecomers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Goes on from there. */
    void start(long retractions) {
        settled = retractions;
        wait = null;
    }

    /** The last retraction that nobody needs to look at again. */
    long settled() {
        return settled;
    }

    /** Whether it is time for the second look. */
    boolean areDue() {
        return wait != null && nanoTime.getAsLong() - wait.since >= LATEST.toNanos();
    }

    /** Where the log ended before what is looked for once more was looked for in vain. */
    Seq missed() {
        return wait == null ? Seq.ZERO : wait.missed;
    }

    /**
     * All retractions up to there were looked at for the first time.
     *
     * @param missed where the log ended when a message was looked for in vain; null if all were found
     */
    void looked(long end, @Nullable Seq missed) {
        if (wait != null) {
            return; // They are looked at with the others, and if need be again.
        }
        if (missed == null) {
            settled = end;
        } else {
            wait = new Wait(end, missed, nanoTime.getAsLong());
        }
    }

    /** All from the settled ones up to there were looked at once more. */
    void lookedAgain(long end, @Nullable Seq missed) {
        Wait over = wait;
        wait = null;
        if (over != null) {
            settled = over.end;
        }
        if (end > settled) {
            looked(end, missed);
        }
    }
}
