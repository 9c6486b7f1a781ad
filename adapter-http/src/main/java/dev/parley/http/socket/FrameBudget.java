package dev.parley.http.socket;

import java.time.Duration;

/**
 * Counts the frames of one socket: 200 at once and 50 a second are fine, what is beyond is refused, and who does not
 * stop is shut out. Confined to the socket's reading.
 */
final class FrameBudget {
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos() / 50;
    private static final long DEPTH = INTERVAL * 200;
    private static final int MAX_STRIKES = 200;

    private long fullAt;
    private int strikes;
    private boolean started;

    /** What becomes of a frame. */
    enum Verdict {
        FINE,
        REFUSED,
        SHUT_OUT
    }

    Verdict count(long now) {
        boolean rested = !started || fullAt - now < 0;
        long full = (rested ? now : fullAt) + INTERVAL;
        started = true;
        if (rested) {
            strikes = 0; // Not sooner: among refused frames there is now and then one that is fine.
        }
        if (full - now <= DEPTH) {
            fullAt = full;
            return Verdict.FINE;
        }
        return ++strikes < MAX_STRIKES ? Verdict.REFUSED : Verdict.SHUT_OUT;
    }
}
