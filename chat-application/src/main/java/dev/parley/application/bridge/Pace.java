package dev.parley.application.bridge;

import dev.parley.domain.message.Head;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Sees to it that senders do not pay for a backlog: while a room changes faster than that is carried over, it grows
 * whatever the bridge does, so the bridge and the other messenger, which may be on the same processors, take an eighth of
 * the time, or what a message a second takes. When the senders pause all of it is the bridge's. Confined to the room's turns.
 */
final class Pace {
    static final int MAX_PAGE = 100;
    static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private static final int REST_FOR_WORK = 7;
    private static final long SLICE = LONGEST_REST.dividedBy(REST_FOR_WORK).toNanos();

    private final LongSupplier nanoTime;
    private int page = MAX_PAGE;
    private long before;
    private long begun;
    private long restUntil;

    Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        restUntil = nanoTime.getAsLong();
    }

    /** How many changes are to be carried over at once. */
    int page() {
        return page;
    }

    /** A whole page begins to be carried over, while the room stands there. */
    void begin(Head head) {
        before = head.lastRev().value();
        begun = nanoTime.getAsLong();
    }

    /** It has been carried over, and the room stands there now. */
    void end(Head head) {
        long now = nanoTime.getAsLong();
        long work = Math.max(1, now - begun);
        boolean grows = head.lastRev().value() - before > page;
        restUntil = grows ? now + Math.min(LONGEST_REST.toNanos(), REST_FOR_WORK * work) : now;
        page = grows ? (int) Math.max(1, Math.min(MAX_PAGE, page * SLICE / work)) : MAX_PAGE;
    }

    /** How long nothing is to be carried over; not positive if that is over. */
    Duration rest() {
        return Duration.ofNanos(restUntil - nanoTime.getAsLong());
    }
}
