package dev.parley.application.limit;

import java.time.Duration;

/**
 * What a token bucket holds and how fast it fills again.
 *
 * @param burst how many may come at once, 1 or more
 * @param perMinute how many come back in a minute, 1 or more
 */
public record Rate(int burst, int perMinute) {
    public Rate {
        if (burst < 1 || perMinute < 1) {
            throw new IllegalArgumentException("a rate needs a burst and a refill of at least 1");
        }
    }

    /** The time in which one token comes back. */
    Duration interval() {
        return Duration.ofMinutes(1).dividedBy(perMinute);
    }
}
