package dev.parley.application.realtime;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows the open connections by session and by user. Guarded by its own lock: a connection that is gone
 * stays gone, even if it changes its session at that moment.
 */
final class Connections {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final int perUser;
    private final Consumer<UserId> came;
    private final Consumer<UserId> went;
    private final Map<SessionId, List<Connection>> bySession = new HashMap<>();
    private final Map<UserId, List<Connection>> byUser = new HashMap<>();

    /**
     * @param came is told whose first connection was added
     * @param went is told whose last connection was removed
     */
    Connections(int perUser, Consumer<UserId> came, Consumer<UserId> went) {
        this.perUser = perUser;
        this.came = came;
        this.went = went;
    }

    /** @throws ChatException.TooMany if the user has as many as one may have */
    synchronized void add(Connection connection) {
        List<Connection> others = byUser.getOrDefault(connection.user(), List.of());
        if (others.size() >= perUser) {
            throw new ChatException.TooMany(ErrorCode.TOO_MANY_CONNECTIONS, RETRY_AFTER);
        }
        byUser.computeIfAbsent(connection.user(), id -> new ArrayList<>(1)).add(connection);
        index(connection, connection.claims().session());
        if (others.isEmpty()) {
            came.accept(connection.user());
        }
    }

    /** Does nothing if it is not there. */
    synchronized void remove(Connection connection) {
        if (unindex(connection)) {
            List<Connection> left =
                    byUser.computeIfPresent(connection.user(), (user, known) -> without(known, connection));
            if (left == null) {
                went.accept(connection.user());
            }
        }
    }

    /** Moves it to another session of its user, if it is there. */
    synchronized void move(Connection connection, SessionId to) {
        if (!to.equals(connection.indexed) && unindex(connection)) {
            index(connection, to);
        }
    }

    synchronized List<Connection> of(SessionId session) {
        return List.copyOf(bySession.getOrDefault(session, List.of()));
    }

    synchronized List<Connection> of(UserId user) {
        return List.copyOf(byUser.getOrDefault(user, List.of()));
    }

    synchronized List<SessionId> sessions() {
        return List.copyOf(bySession.keySet());
    }

    synchronized List<Connection> all() {
        List<Connection> all = new ArrayList<>(bySession.size());
        bySession.values().forEach(all::addAll);
        return all;
    }

    synchronized boolean isEmpty() {
        return bySession.isEmpty() && byUser.isEmpty();
    }

    private void index(Connection connection, SessionId session) {
        connection.indexed = session;
        bySession.computeIfAbsent(session, id -> new ArrayList<>(1)).add(connection);
    }

    private boolean unindex(Connection connection) {
        SessionId session = connection.indexed;
        if (session == null) {
            return false;
        }
        connection.indexed = null;
        bySession.computeIfPresent(session, (id, known) -> without(known, connection));
        return true;
    }

    private static @Nullable List<Connection> without(List<Connection> known, Connection connection) {
        known.remove(connection);
        return known.isEmpty() ? null : known;
    }
}
