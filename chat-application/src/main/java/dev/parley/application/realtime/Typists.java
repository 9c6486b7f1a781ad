package dev.parley.application.realtime;

import dev.parley.domain.account.UserId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Remembers who is writing in a room, each for {@link #LIFE}, at most {@value #MAX_USERS}. Confined to the feed's mailbox. */
final class Typists {
    static final Duration LIFE = Duration.ofSeconds(6);

    private static final int MAX_USERS = 20;
    private static final long MIN_INTERVAL = Duration.ofSeconds(3).toNanos();

    private final LongSupplier nanoTime;
    private final Map<UserId, Long> since = new LinkedHashMap<>(0);

    Typists(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether this is news: not if the same was said less than three seconds ago, nor if too many write already. */
    boolean started(UserId user) {
        long now = nanoTime.getAsLong();
        Long last = since.get(user);
        if (last == null ? since.size() >= MAX_USERS : now - last < MIN_INTERVAL) {
            return false;
        }
        since.put(user, now);
        return true;
    }

    /** Whether the user was writing. */
    boolean stopped(UserId user) {
        return since.remove(user) != null;
    }

    /** Forgets those of whom nothing was heard for {@link #LIFE}. Returns whether there were any. */
    boolean expire() {
        long now = nanoTime.getAsLong();
        return since.values().removeIf(start -> now - start >= LIFE.toNanos());
    }

    List<UserId> users() {
        return List.copyOf(since.keySet());
    }
}
