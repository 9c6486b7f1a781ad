package dev.parley.http.request;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Names requests: as the caller named it, if the name is harmless, else by a number that this process does not use
 * twice behind one that other processes hardly use.
 */
public final class RequestIds {
    public static final String ATTRIBUTE = "parley.request_id";
    public static final String HEADER = "X-Request-Id";

    private static final int RADIX = 36;
    private static final int MAX_LENGTH = 64;

    private final String process;
    private final AtomicLong count = new AtomicLong();

    public RequestIds(RandomGenerator random) {
        this.process = Long.toString(random.nextLong(1L << 40), RADIX);
    }

    public String of(@Nullable String named) {
        return named != null && isHarmless(named)
                ? named
                : process + "-" + Long.toString(count.incrementAndGet(), RADIX);
    }

    private static boolean isHarmless(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_LENGTH
                && name.chars().allMatch(c -> (Character.isLetterOrDigit(c) && c < 128) || "-_.:".indexOf(c) >= 0);
    }
}
