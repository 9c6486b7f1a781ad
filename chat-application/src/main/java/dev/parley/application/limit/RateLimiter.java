package dev.parley.application.limit;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each key its token bucket.
 *
 * <p>A bucket is kept as one number, the time at which it will be full again (the virtual scheduling form of the
 * generic cell rate algorithm, ITU-T I.371): a bucket that is full need not be kept at all. At most {@link #MAX_KEYS}
 * are, and the one not used for longest makes room. Safe for concurrent use: guarded by the map's lock.
 */
public final class RateLimiter {
    static final int MAX_KEYS = 100_000;

    private final long interval;
    private final long depth;
    private final LongSupplier nanoTime;
    private final @Nullable Map<String, Long> fullAt;

    private RateLimiter(@Nullable Rate rate, LongSupplier nanoTime) {
        this.interval = rate == null ? 0 : rate.interval().toNanos();
        this.depth = rate == null ? 0 : interval * rate.burst();
        this.nanoTime = nanoTime;
        this.fullAt = rate == null
                ? null
                : new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                        return size() > MAX_KEYS;
                    }
                };
    }

    /** Buckets of this rate. {@code nanoTime} is a clock that only runs forward, as {@link System#nanoTime()}. */
    public static RateLimiter of(Rate rate, LongSupplier nanoTime) {
        return new RateLimiter(rate, nanoTime);
    }

    /** No limit at all. */
    public static RateLimiter off() {
        return new RateLimiter(null, () -> 0);
    }

    /**
     * Takes one token from the key's bucket.
     *
     * @throws ChatException.TooMany if the bucket is empty; it says when the next token comes
     */
    public void take(String key) {
        Optional<Duration> wait = tryTake(key);
        if (wait.isPresent()) {
            throw new ChatException.TooMany(ErrorCode.RATE_LIMITED, wait.get());
        }
    }

    /** Takes one token from the key's bucket, or says how long it is until there is one. */
    public Optional<Duration> tryTake(String key) {
        if (fullAt == null) {
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        synchronized (fullAt) {
            Long known = fullAt.get(key);
            long full = (known == null || known - now < 0 ? now : known) + interval;
            if (full - now > depth) {
                return Optional.of(Duration.ofNanos(full - now - depth));
            }
            fullAt.put(key, full);
            return Optional.empty();
        }
    }
}
