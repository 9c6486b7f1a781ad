package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.wire.Loop;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Sends at set times, whatever the server does, so that a stall shows in every message that was due in it
 * (no coordinated omission).
 */
final class OpenLoop {
    /** A message may go out this much before its time, as the poll counts in milliseconds; its stamp is then early too. */
    private static final long EARLY_NANOS = 500_000;

    private static final long LONGEST_NANOS = 120_000_000_000L;

    private final Loop loop;
    private final double perSecond;
    private final LongConsumer publish;
    private final Histogram slips = new Histogram(LONGEST_NANOS, 3);
    private long start;
    private long count;
    private long sent;

    /**
     * @param publish sends one message that was due at the time it is given
     */
    OpenLoop(Loop loop, double perSecond, LongConsumer publish) {
        this.loop = loop;
        this.perSecond = perSecond;
        this.publish = publish;
    }

    /** Publishes for this long; answers how many. */
    long run(long nanos) {
        start = System.nanoTime();
        count = Math.max(1, Math.round(nanos / 1e9 * perSecond));
        sent = 0;
        loop.betweenReads(this::publishDue);
        try {
            while (sent < count) {
                loop.turn(due(sent) - System.nanoTime());
            }
        } finally {
            loop.nothingBetweenReads();
        }
        return count;
    }

    private void publishDue() {
        while (sent < count) {
            long now = System.nanoTime();
            long late = now - due(sent);
            if (late < -EARLY_NANOS) {
                return;
            }
            slips.recordValue(Math.min(Math.max(late, 0), LONGEST_NANOS));
            sent++;
            publish.accept(Math.min(now, due(sent - 1)));
        }
    }

    private long due(long n) {
        return start + Math.round(n * 1e9 / perSecond);
    }

    /** How late messages were sent, in nanoseconds. */
    Histogram slips() {
        return slips;
    }
}
