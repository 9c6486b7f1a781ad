package dev.parley.application.realtime;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Knows the open connections by session, and counts them by user. Guarded by its maps. */
final class Connections {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final int perUser;
    private final ConcurrentMap<SessionId, List<Connection>> bySession = new ConcurrentHashMap<>();
    private final ConcurrentMap<UserId, Integer> counts = new ConcurrentHashMap<>();

    Connections(int perUser) {
        this.perUser = perUser;
    }

    /** @throws ChatException.TooMany if the user has as many as one may have */
    void add(Connection connection) {
        counts.merge(connection.user(), 1, (count, one) -> {
            if (count >= perUser) {
                throw new ChatException.TooMany(ErrorCode.TOO_MANY_CONNECTIONS, RETRY_AFTER);
            }
            return count + one;
        });
        index(connection, connection.claims().session());
    }

    /** Returns whether it was there. */
    boolean remove(Connection connection) {
        if (!unindex(connection, connection.claims().session())) {
            return false;
        }
        counts.computeIfPresent(connection.user(), (user, count) -> count == 1 ? null : count - 1);
        return true;
    }

    /** Moves it to another session of its user. */
    void move(Connection connection, SessionId from, SessionId to) {
        if (!from.equals(to) && unindex(connection, from)) {
            index(connection, to);
        }
    }

    List<Connection> of(SessionId session) {
        return bySession.getOrDefault(session, List.of());
    }

    List<SessionId> sessions() {
        return List.copyOf(bySession.keySet());
    }

    List<Connection> all() {
        List<Connection> all = new ArrayList<>();
        bySession.values().forEach(all::addAll);
        return all;
    }

    private void index(Connection connection, SessionId session) {
        bySession.merge(session, List.of(connection), (known, added) -> {
            List<Connection> both = new ArrayList<>(known);
            both.addAll(added);
            return List.copyOf(both);
        });
    }

    private boolean unindex(Connection connection, SessionId session) {
        boolean[] found = {false};
        bySession.computeIfPresent(session, (id, known) -> {
            found[0] = known.contains(connection);
            List<Connection> rest =
                    known.stream().filter(other -> other != connection).toList();
            return rest.isEmpty() ? null : rest;
        });
        return found[0];
    }
}
