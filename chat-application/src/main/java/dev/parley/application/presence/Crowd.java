package dev.parley.application.presence;

import dev.parley.domain.account.UserId;
import dev.parley.domain.presence.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is online on this node, and what of that the ledger has yet to learn. Who has no connection any more lingers for
 * {@link #LINGER}. It holds as much as there are users, of each the newest state. Guarded by its own lock.
 */
final class Crowd {
    static final Duration LINGER = Duration.ofSeconds(5);

    private final Set<UserId> online = new HashSet<>();
    /** Who lingers, by when they went. */
    private final Map<UserId, Farewell> lingering = new LinkedHashMap<>();
    /** When those were seen of whom the ledger does not know it. */
    private final Map<UserId, Unwritten> unwritten = new LinkedHashMap<>();

    private long count;
    private long number;

    /** @param until in nanoseconds of the clock */
    private record Farewell(Instant at, long until) {}

    /** @param count tells two changes of one user apart */
    private record Unwritten(Instant seenAt, long count) {}

    /** Some of what the ledger does not know. */
    record Batch(List<Sighting> sightings, Map<UserId, Object> changes) {}

    /** Returns whether the user was not online here. */
    synchronized boolean came(UserId user, Instant now) {
        lingering.remove(user);
        boolean news = online.add(user);
        if (news) {
            toWrite(user, now);
        }
        return news;
    }

    synchronized void went(UserId user, Instant now, long nanoTime) {
        lingering.remove(user); // So that it is the last again.
        lingering.put(user, new Farewell(now, nanoTime + LINGER.toNanos()));
    }

    /** Lets those go who have lingered long enough. Returns them, and when they went. */
    synchronized Map<UserId, Instant> expire(long nanoTime) {
        Map<UserId, Instant> gone = new HashMap<>();
        for (Iterator<Map.Entry<UserId, Farewell>> next = lingering.entrySet().iterator(); next.hasNext(); ) {
            Map.Entry<UserId, Farewell> one = next.next();
            if (one.getValue().until - nanoTime > 0) {
                break;
            }
            next.remove();
            online.remove(one.getKey());
            toWrite(one.getKey(), one.getValue().at);
            gone.put(one.getKey(), one.getValue().at);
        }
        return gone;
    }

    private void toWrite(UserId user, Instant seenAt) {
        unwritten.put(user, new Unwritten(seenAt, ++count));
    }

    synchronized boolean has(UserId user) {
        return online.contains(user);
    }

    synchronized List<UserId> some(int limit) {
        return online.stream().limit(limit).toList();
    }

    /** When the user was here last, if the ledger may not know it yet. */
    synchronized @Nullable Instant unwritten(UserId user) {
        Unwritten change = unwritten.get(user);
        return change == null ? null : change.seenAt;
    }

    /** What has waited longest, under new numbers. It waits on, until it is {@link #written}. */
    synchronized Batch toWrite(int most) {
        List<Sighting> sightings = new ArrayList<>();
        Map<UserId, Object> changes = new HashMap<>();
        for (Map.Entry<UserId, Unwritten> one : unwritten.entrySet()) {
            if (sightings.size() == most) {
                break;
            }
            UserId user = one.getKey();
            sightings.add(new Sighting(user, ++number, online.contains(user), one.getValue().seenAt));
            changes.put(user, one.getValue());
        }
        return new Batch(sightings, changes);
    }

    /** The ledger knows this; but not what has changed since it was taken. */
    synchronized void written(Batch batch) {
        batch.changes.forEach(unwritten::remove);
    }

    /** The ledger knows of nobody who is online here. */
    synchronized void rewrite(Instant now) {
        for (UserId user : online) {
            if (!unwritten.containsKey(user)) {
                toWrite(user, now);
            }
        }
    }
}
