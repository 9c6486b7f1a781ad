package dev.parley.application.realtime;

import dev.parley.application.realtime.Outbox.Urgency;
import dev.parley.domain.account.UserId;
import dev.parley.domain.presence.PresenceState;
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
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which connections are told of whose presence, and tells them.
 *
 * <p>Who watches some is told of these alone, found by the one that is watched. Who wants everybody is told of as many as
 * there is time for, and as it takes; the others wait, each in its newest state. Guarded by its own lock, under which nothing
 * is sent; one thread tells at a time.
 */
final class Watchers {
    /** How many frames tell of somebody to those who want everybody, at once: about as many as one core sends in a second. */
    static final int MAX_DELIVERIES = 100_000;

    static final int MAX_TOLD = 1_000;

    /** Of whom somebody may still have to be told who does not read; with one more it is sent away. */
    static final int MAX_MISSED = 10_000;

    private final Map<UserId, Set<Connection>> byWatched = new HashMap<>();
    private final Map<Connection, Set<UserId>> watched = new HashMap<>();
    private final Set<Connection> listeners = new LinkedHashSet<>();
    /** Of whom the listeners have to be told. */
    private final Map<UserId, PresenceState> waiting = new LinkedHashMap<>();
    /** Of whom a connection has yet to be told for which there was no place: those that it watches, or {@value #MAX_MISSED}. */
    private final Map<Connection, Map<UserId, PresenceState>> missed = new ConcurrentHashMap<>();

    /** The connection is told of these from now on, and of nobody else. */
    synchronized void watch(Connection connection, Collection<UserId> users) {
        forgetWatched(connection);
        missed.remove(connection);
        if (!users.isEmpty()) {
            watched.put(connection, Set.copyOf(users));
            users.forEach(user ->
                    byWatched.computeIfAbsent(user, id -> new HashSet<>(2)).add(connection));
        }
    }

    /** The connection is told of everybody from now on. */
    synchronized void listen(Connection connection) {
        listeners.add(connection);
    }

    /** The connection is told nothing more. */
    synchronized void remove(Connection connection) {
        forgetWatched(connection);
        listeners.remove(connection);
        missed.remove(connection);
        if (listeners.isEmpty()) {
            waiting.clear();
        }
    }

    private void forgetWatched(Connection connection) {
        Set<UserId> users = watched.remove(connection);
        if (users != null) {
            for (UserId user : users) {
                byWatched.computeIfPresent(user, (id, watchers) -> {
                    watchers.remove(connection);
                    return watchers.isEmpty() ? null : watchers;
                });
            }
        }
    }

    synchronized boolean isEmpty() {
        return byWatched.isEmpty() && watched.isEmpty() && listeners.isEmpty() && waiting.isEmpty() && missed.isEmpty();
    }

    /** Tells of these changes, and of some that have waited. */
    void tell(List<PresenceState> changes) {
        Map<List<PresenceState>, EncodedEvent> events = new HashMap<>(); // Many watch the same.
        wanted(changes).forEach((connection, states) -> tellAtOnce(connection, states, events));
        Round round = round(changes);
        Map<PresenceState, EncodedEvent> encoded = new HashMap<>();
        round.listeners.forEach(listener -> tell(listener, round.states, encoded));
    }

    /** In one frame, if there is place for it. */
    private void tellAtOnce(
            Connection watcher, List<PresenceState> states, Map<List<PresenceState>, EncodedEvent> encoded) {
        Map<UserId, PresenceState> behind = missed.getOrDefault(watcher, new LinkedHashMap<>());
        states.forEach(state -> behind.put(state.user(), state));
        EncodedEvent event = encoded.computeIfAbsent(
                List.copyOf(behind.values()), all -> new EncodedEvent(new Event.PresenceChanged(all)));
        if (offer(watcher, event) || watcher.isClosed()) {
            missed.remove(watcher);
        } else {
            missed.put(watcher, behind);
        }
    }

    /** One after the other, until there is no place for more. */
    private void tell(Connection listener, List<PresenceState> states, Map<PresenceState, EncodedEvent> encoded) {
        Map<UserId, PresenceState> behind = missed.getOrDefault(listener, new LinkedHashMap<>());
        if (states.isEmpty() && behind.isEmpty()) {
            return;
        }
        states.forEach(state -> behind.put(state.user(), state));
        boolean taken = true;
        for (Iterator<PresenceState> next = behind.values().iterator(); taken && next.hasNext(); ) {
            PresenceState state = next.next();
            taken = offer(
                    listener,
                    encoded.computeIfAbsent(state, one -> new EncodedEvent(new Event.PresenceChanged(List.of(one)))));
            if (taken) {
                next.remove();
            }
        }
        if (behind.size() > MAX_MISSED) {
            listener.end(CloseReason.TOO_SLOW);
        }
        if (behind.isEmpty() || listener.isClosed()) {
            missed.remove(listener);
        } else {
            missed.put(listener, behind);
        }
    }

    /** What each of those who watch is to be told. */
    private synchronized Map<Connection, List<PresenceState>> wanted(List<PresenceState> changes) {
        Map<Connection, List<PresenceState>> wanted = new HashMap<>();
        missed.keySet().stream()
                .filter(watched::containsKey)
                .forEach(watcher -> wanted.put(watcher, new ArrayList<>(1)));
        for (PresenceState change : changes) {
            for (Connection watcher : byWatched.getOrDefault(change.user(), Set.of())) {
                wanted.computeIfAbsent(watcher, connection -> new ArrayList<>(1))
                        .add(change);
            }
        }
        return wanted;
    }

    /** Of whom which listeners are told now. */
    private record Round(List<PresenceState> states, List<Connection> listeners) {}

    private synchronized Round round(List<PresenceState> changes) {
        missed.keySet().removeIf(connection -> !listeners.contains(connection) && !watched.containsKey(connection));
        if (listeners.isEmpty()) {
            return new Round(List.of(), List.of());
        }
        changes.forEach(change -> waiting.put(change.user(), change));
        int most = Math.min(MAX_TOLD, Math.max(1, MAX_DELIVERIES / listeners.size()));
        List<PresenceState> states = new ArrayList<>();
        for (Iterator<PresenceState> next = waiting.values().iterator(); next.hasNext() && states.size() < most; ) {
            states.add(next.next());
            next.remove();
        }
        return new Round(states, states.isEmpty() && missed.isEmpty() ? List.of() : List.copyOf(listeners));
    }

    /** Returns whether there was place for it. */
    private static boolean offer(Connection connection, EncodedEvent event) {
        byte[] frame = event.in(connection.format());
        return frame == null || connection.outbox().offered(frame, Urgency.EPHEMERAL);
    }
}
