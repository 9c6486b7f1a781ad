package dev.parley.application.realtime;

import dev.parley.application.schedule.Scheduling;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases connections that say nothing, about {@link #HOLD} after they joined, and those that came together at once: a
 * storm of connects wakes a worker fifty times a second and not five thousand times. Guarded by its own lock.
 */
final class Holds {
    /** How long a new connection is held that says nothing. */
    static final Duration HOLD = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);

    /** Those whose time comes so soon are released too. */
    private static final Duration TOGETHER = Duration.ofMillis(20);

    private final Scheduling scheduling;
    private final ArrayDeque<Hold> holds = new ArrayDeque<>();

    private record Hold(Connection connection, long end) {}

    Holds(Scheduling scheduling) {
        this.scheduling = scheduling;
    }

    void begin(Connection connection) {
        boolean first;
        synchronized (this) {
            first = holds.isEmpty();
            holds.add(new Hold(connection, now() + HOLD.toNanos()));
        }
        if (first) {
            scheduling.ring(HOLD, this::due);
        }
    }

    private void due() {
        List<Connection> due = new ArrayList<>();
        long now = now();
        Hold next = null;
        try {
            synchronized (this) {
                next = holds.peek();
                while (next != null && next.end - now <= TOGETHER.toNanos()) {
                    due.add(next.connection);
                    holds.remove();
                    next = holds.peek();
                }
            }
            scheduling.work(() -> due.forEach(Holds::release));
        } finally {
            if (next != null) { // Or those that wait would wait for ever.
                scheduling.ring(Duration.ofNanos(next.end - now), this::due);
            }
        }
    }

    private static void release(Connection connection) {
        try {
            connection.release();
        } catch (RuntimeException | Error e) {
            LOG.error("A connection could not be released", e);
            connection.end(CloseReason.GOING_AWAY);
        }
    }

    private long now() {
        return scheduling.nanoTime().getAsLong();
    }
}
