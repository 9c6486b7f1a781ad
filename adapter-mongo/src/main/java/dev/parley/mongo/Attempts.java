package dev.parley.mongo;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counts the attempts of one call: bounded in time, with a growing random pause before each next one.
 *
 * <p>Confined to the call. Lost races are many and cheap, so only the clock bounds them; unknown outcomes are few.
 */
final class Attempts {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** A store that was away for so long is not asked once more. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final int MAX_UNKNOWN = 3;
    private static final int MAX_PAUSE_MILLIS = 64;

    private final long end = System.nanoTime() + LIMIT.toNanos();
    private int lost;
    private int unknown;

    /** Takes a step that may be repeated, until it is known what came of it. */
    static <T> T settled(Supplier<T> step) {
        Attempts attempts = new Attempts();
        while (true) {
            try {
                return step.get();
            } catch (DuplicateKey e) {
                attempts.lostRace(e);
            } catch (ChatException.Unavailable e) {
                attempts.unknownOutcome(e);
            }
        }
    }

    /** Waits before another attempt after a race was lost: not at all the first time. */
    void lostRace(Throwable cause) {
        int bound = Math.min(MAX_PAUSE_MILLIS, 1 << Math.min(lost, 6));
        lost++;
        pause(lost == 1 ? 0 : bound, cause);
    }

    /** Waits before another attempt after nobody knows what became of the last; gives up by throwing the failure. */
    void unknownOutcome(ChatException.Unavailable failure) {
        unknown++;
        boolean late = left().compareTo(LIMIT.minus(PATIENCE)) < 0;
        if (failure.code() != ErrorCode.STORE_UNAVAILABLE || unknown >= MAX_UNKNOWN || late) {
            throw failure;
        }
        pause(MAX_PAUSE_MILLIS * unknown, failure);
    }

    /** Whether something was sent of which nobody knows what became. */
    boolean hadUnknownOutcome() {
        return unknown > 0;
    }

    /** What is left of the time. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private void pause(int maxMillis, Throwable cause) {
        if (left().isZero()) {
            throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE, cause);
        }
        if (maxMillis == 0) {
            return;
        }
        try {
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(maxMillis * 1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE, e);
        }
    }
}
