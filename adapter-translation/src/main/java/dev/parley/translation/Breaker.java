package dev.parley.translation;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps from asking a service that does not answer: after {@value #MOST_FAILURES} failures in a row it may be {@linkplain #open
 * opened}, and then nobody asks for {@link #PAUSE}, then one does, and so on. Guarded by its own lock.
 */
final class Breaker {
    static final int MOST_FAILURES = 5;
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private int failures;
    private boolean open;
    private long openUntil;

    Breaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether the service may be asked now. Who was let through says what came of it. */
    synchronized boolean lets() {
        if (!open) {
            return true;
        }
        long now = nanoTime.getAsLong();
        if (now - openUntil < 0) {
            return false;
        }
        openUntil = now + PAUSE.toNanos(); // The others wait for what this one finds.
        return true;
    }

    /** Returns whether it had been away. */
    synchronized boolean succeeded() {
        boolean back = open;
        open = false;
        failures = 0;
        return back;
    }

    /** Returns whether those were enough to take it to be away. */
    synchronized boolean failed() {
        failures = Math.min(failures + 1, MOST_FAILURES);
        return failures == MOST_FAILURES;
    }

    /** It is taken to be away. Returns whether it was not until now. */
    synchronized boolean open() {
        boolean news = !open;
        open = true;
        openUntil = nanoTime.getAsLong() + PAUSE.toNanos();
        return news;
    }
}
