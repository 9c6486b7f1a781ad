package dev.parley.tinode;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: anything between half a second's growth and nothing, so that those who lost
 * their server together do not come back together (“full jitter”, AWS Architecture Blog, Exponential Backoff And Jitter).
 * Confined to whoever reconnects.
 */
final class Backoff {
    private static final long FIRST_MILLIS = 500;
    private static final long MOST_MILLIS = 30_000;

    /** Where nothing but the operator can help. */
    private static final Duration HOPELESS = Duration.ofSeconds(60);

    private final RandomGenerator random;
    private int attempts;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long most = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(attempts, 10));
        attempts++;
        return Duration.ofMillis(random.nextLong(most + 1));
    }

    Duration hopeless() {
        return HOPELESS;
    }

    /** It worked for a while. */
    void reset() {
        attempts = 0;
    }
}
