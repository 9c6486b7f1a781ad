package dev.parley.bootstrap;

import dev.parley.application.limit.Rate;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.schedule.Scheduling;
import dev.parley.security.SigningKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/**
 * What every part of a server stands on.
 *
 * @param directory the data directory
 * @param scheduling the threads that parts share
 * @param opened where a part puts what is to be closed
 */
record Ground(
        Config config,
        Path directory,
        SigningKeys keys,
        Store store,
        Clock clock,
        SecureRandom random,
        Scheduling scheduling,
        Opened opened) {
    RateLimiter limiter(Rate rate) {
        return config.limits().rates().on() ? RateLimiter.of(rate, scheduling.nanoTime()) : RateLimiter.off();
    }

    /** The same time on threads of a part's own, which wait for what it waits for, and for nothing else. */
    Scheduling on(ExecutorService threads) {
        ExecutorService own = opened.threads(threads);
        return new Scheduling(own, own, scheduling.timer(), scheduling.clock(), scheduling.nanoTime());
    }
}
