package dev.parley.translation;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps from asking a service that does not answer: after {@value #MOST_FAILURES} failures in a row nobody asks for
 * {@link #PAUSE}, then one does, and so on. Guarded by its own lock.
 */
final class Breaker {
    static final int MOST_FAILURES = 5;
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private int failures;
    private long openUntil;

    Breaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether the service may be asked now. Who was let through says what came of it. */
    synchronized boolean lets() {
        if (failures < MOST_FAILURES) {
            return true;
        }
        long now = nanoTime.getAsLong();
        if (now - openUntil < 0) {
            return false;
        }
        openUntil = now + PAUSE.toNanos(); // The others wait for what this one finds.
        return true;
    }

    /** Whether with one more failure it is taken to be away, or it is already. */
    synchronized boolean isOnTheBrink() {
        return failures >= MOST_FAILURES - 1;
    }

    /** Returns whether it had been away. */
    synchronized boolean succeeded() {
        boolean back = failures >= MOST_FAILURES;
        failures = 0;
        return back;
    }

    /** Returns whether it is taken to be away from now on. */
    synchronized boolean failed() {
        failures = Math.min(failures + 1, MOST_FAILURES + 1);
        openUntil = nanoTime.getAsLong() + PAUSE.toNanos();
        return failures == MOST_FAILURES;
    }
}
