package dev.parley.application.presence;

import dev.parley.application.node.Nodes;
import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.realtime.Whereabouts;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.presence.PresenceState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows who is online and when somebody was last, and has those told who want to know.
 *
 * <p>Two rounds run each second: one tells, from memory alone; the other exchanges with the ledger, and may wait for it.
 * Safe for concurrent use.
 */
public final class Presence implements Whereabouts {
    /** How many one connection may watch. */
    public static final int MAX_WATCHED = 200;

    static final Duration ROUND = Duration.ofSeconds(1);

    /** How often the ledger is told that this node lives: so much too early may somebody seem to have gone after a crash. */
    static final Duration RENEW = Duration.ofMinutes(1);

    /** Of how many changes is told in one round. */
    static final int MAX_TOLD = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final PresenceLedger ledger;
    private final Nodes nodes;
    private final Realtime realtime;
    private final Scheduling scheduling;
    private final Crowd crowd = new Crowd();
    private final Elsewhere elsewhere;
    private final Strays strays;

    /** Who may have come or gone since it was told of last, and when it was seen. Guarded by itself. */
    private final Map<UserId, Instant> changed = new LinkedHashMap<>();

    /** Held while somebody is told something, so that it is told in order. */
    private final ReentrantLock telling = new ReentrantLock();
    /** Who is online, as far as was told. Guarded by {@link #telling}. */
    private final Set<UserId> told = new HashSet<>();

    /** Held while something is exchanged with the ledger. */
    private final ReentrantLock exchanging = new ReentrantLock();
    /** When the ledger last said that it knows this node; guarded by {@link #exchanging}, as the next. */
    private @Nullable Long renewedAt;
    /** Whether the ledger may have forgotten this node. */
    private boolean doubtful = true;

    private volatile boolean closed;

    public Presence(PresenceLedger ledger, Nodes nodes, Realtime realtime, Scheduling scheduling) {
        this.ledger = ledger;
        this.nodes = nodes;
        this.realtime = realtime;
        this.scheduling = scheduling;
        this.elsewhere = new Elsewhere(ledger, nodes, scheduling.nanoTime());
        this.strays = new Strays(ledger, nodes);
    }

    /** To be called when the nodes have been started, and the realtime core has not. */
    public void start() {
        realtime.tellWhereaboutsTo(this);
        scheduling.after(ROUND, this::tellOn);
        scheduling.after(ROUND, this::exchangeOn);
    }

    @Override
    public void came(UserId user) {
        Instant now = now();
        if (crowd.came(user, now)) {
            changed(user, now);
        }
    }

    @Override
    public void went(UserId user) {
        crowd.went(user, now(), scheduling.nanoTime().getAsLong());
    }

    /** Whether the user has a connection on any node, or had one a moment ago. Needs no question to the store. */
    public boolean isOnline(UserId user) {
        return crowd.has(user) || elsewhere.has(user);
    }

    /** Users who are {@linkplain #isOnline online}, so many at most: those of this node first. Needs no question to the store. */
    public List<UserId> online(int limit) {
        Set<UserId> online = new LinkedHashSet<>(crowd.some(limit));
        if (online.size() < limit) {
            online.addAll(elsewhere.some(limit - online.size()));
        }
        return List.copyOf(online);
    }

    /** How it is with each of these; the store is asked when those were last seen who are not online. */
    public Map<UserId, PresenceState> of(Collection<UserId> users) {
        Map<UserId, PresenceState> states = new HashMap<>();
        List<UserId> away = new ArrayList<>();
        for (UserId user : users) {
            if (isOnline(user)) {
                states.put(user, new PresenceState(user, true, null));
            } else {
                away.add(user);
            }
        }
        Map<UserId, Instant> seen = lastSeen(away);
        away.forEach(user -> states.put(user, new PresenceState(user, false, seen.get(user))));
        return states;
    }

    private Map<UserId, Instant> lastSeen(List<UserId> users) {
        Map<UserId, Instant> seen = new HashMap<>();
        for (UserId user : users) {
            Instant here = crowd.unwritten(user); // Before the ledger is asked: then it is in one of the two.
            if (here != null) {
                seen.put(user, here);
            }
        }
        for (int i = 0; i < users.size(); i += PresenceLedger.MAX_BATCH) {
            ledger.lastSeen(users.subList(i, Math.min(users.size(), i + PresenceLedger.MAX_BATCH)))
                    .forEach((user, at) -> seen.merge(user, at, Presence::later));
        }
        return seen;
    }

    /**
     * Tells the connection how it is with these, and from then on when one of them comes or goes; of those that it watched
     * before no more. Somebody who does not exist is never online.
     *
     * @param accepted is run before anything of that is told
     * @throws ChatException.Invalid if there are more than {@link #MAX_WATCHED}
     */
    public void watch(Connection connection, Collection<UserId> users, Runnable accepted) {
        if (users.size() > MAX_WATCHED) {
            throw new ChatException.Invalid(
                    ErrorCode.INVALID_FIELD, "'users' must be at most " + MAX_WATCHED + " users.");
        }
        List<UserId> watched = users.stream().distinct().toList();
        Map<UserId, Instant> seen = lastSeen(watched);
        telling.lock();
        try {
            accepted.run();
            List<PresenceState> first = watched.stream()
                    .map(user -> state(user, told.contains(user) || isOnline(user), seen.get(user)))
                    .toList();
            realtime.watch(connection, watched, first);
        } finally {
            telling.unlock();
        }
    }

    private static PresenceState state(UserId user, boolean online, @Nullable Instant lastSeen) {
        return new PresenceState(user, online, online ? null : lastSeen);
    }

    private void changed(UserId user, Instant seenAt) {
        synchronized (changed) {
            changed.merge(user, seenAt, Presence::later);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void tellOn() {
        if (closed) {
            return;
        }
        try {
            crowd.expire(scheduling.nanoTime().getAsLong()).forEach(this::changed);
            tell();
        } finally {
            scheduling.after(ROUND, this::tellOn);
        }
    }

    /** Tells what is otherwise than it was told before. */
    private void tell() {
        telling.lock();
        try {
            List<PresenceState> news = new ArrayList<>();
            someChanged().forEach((user, seenAt) -> {
                boolean online = isOnline(user);
                if (online ? told.add(user) : told.remove(user)) {
                    news.add(state(user, online, seenAt));
                }
            });
            realtime.tellPresence(news);
        } finally {
            telling.unlock();
        }
    }

    private Map<UserId, Instant> someChanged() {
        Map<UserId, Instant> some = new LinkedHashMap<>();
        synchronized (changed) {
            Iterator<Map.Entry<UserId, Instant>> next = changed.entrySet().iterator();
            while (next.hasNext() && some.size() < MAX_TOLD) {
                Map.Entry<UserId, Instant> one = next.next();
                some.put(one.getKey(), one.getValue());
                next.remove();
            }
        }
        return some;
    }

    private void exchangeOn() {
        exchanging.lock();
        try {
            if (!closed) {
                exchange();
            }
        } catch (ChatException.Unavailable e) {
            LOG.debug("The store is away: who is online elsewhere is as it was", e);
        } catch (RuntimeException e) {
            LOG.error("Who is online is not exchanged", e);
        } finally {
            exchanging.unlock();
            if (!closed) {
                scheduling.after(ROUND, this::exchangeOn);
            }
        }
    }

    private void exchange() {
        boolean due = isDue();
        if (due) {
            renew();
        }
        boolean unused = write();
        elsewhere.look(this::changed);
        if (due) {
            strays.sweep();
        }
    }

    private boolean isDue() {
        Long last = renewedAt;
        return last == null || scheduling.nanoTime().getAsLong() - last >= RENEW.toNanos();
    }

    private void renew() {
        boolean doubted = doubtful;
        doubtful = true; // Until there is an answer.
        if (!ledger.renew(nodes.self(), now()) || doubted) {
            crowd.rewrite(now());
        }
        doubtful = false;
        renewedAt = scheduling.nanoTime().getAsLong();
    }

    /** Writes some of what the ledger does not know. Returns whether it now knows all. */
    private boolean write() {
        Crowd.Batch batch = crowd.toWrite(PresenceLedger.MAX_BATCH);
        if (batch.sightings().isEmpty()) {
            return true;
        }
        if (ledger.report(nodes.self(), batch.sightings())) {
            crowd.written(batch);
        } else {
            renewedAt = null; // Others have taken this node for dead: it begins anew.
        }
        return false;
    }

    /** Tells the ledger that this node has gone, and when its people were seen; as far as it answers in time. */
    public void close() {
        closed = true;
        exchanging.lock();
        try {
            long end = scheduling.nanoTime().getAsLong() + FAREWELL.toNanos();
            renew();
            while (!write() && renewedAt != null && isBefore(end)) {
                LOG.debug("More is written of who was here");
            }
            renew(); // All who are here were seen now.
            boolean swept;
            do {
                swept = ledger.sweep(nodes.self());
            } while (!swept && isBefore(end));
        } catch (ChatException.Unavailable e) {
            LOG.debug("The others will find out that all have gone", e);
        } finally {
            exchanging.unlock();
        }
    }

    private boolean isBefore(long end) {
        return scheduling.nanoTime().getAsLong() - end < 0;
    }

    private Instant now() {
        return scheduling.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
