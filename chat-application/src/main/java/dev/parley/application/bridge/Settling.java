package dev.parley.application.bridge;

import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.TopicEnd;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Waits until what an earlier session, or another node that died, had on its way into the topic stands there, and has been
 * carried in: for a moment, and then for the end that the topic has by then. Confined to the room's turns.
 */
final class Settling {
    /** How long a publication may be on its way after its session has ended. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    private static final long UNKNOWN = Long.MAX_VALUE;

    private final Arrived arrived;
    private final Inbound inbound;
    private final LongSupplier nanoTime;
    private boolean over;
    private long since;
    private long end = UNKNOWN;

    Settling(Arrived arrived, Inbound inbound, LongSupplier nanoTime) {
        this.arrived = arrived;
        this.inbound = inbound;
        this.nanoTime = nanoTime;
    }

    void begin() {
        over = false;
        end = UNKNOWN;
        since = nanoTime.getAsLong();
    }

    /** Nothing can be on its way. */
    void skip() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** How long nothing can be done but to wait; not positive if something can. */
    Duration left() {
        return ON_ITS_WAY.minusNanos(nanoTime.getAsLong() - since);
    }

    /** Goes on, when the moment has passed. Returns whether there is more to do now; if not, the way in calls again. */
    boolean goOn(Attachment at) throws MessengerException {
        if (end == UNKNOWN) {
            TopicEnd found = at.topics().end(at.topic());
            arrived.expect(at.topic(), found);
            end = found.posts();
            return true;
        }
        over = inbound.hasReached(end);
        return over;
    }
}
