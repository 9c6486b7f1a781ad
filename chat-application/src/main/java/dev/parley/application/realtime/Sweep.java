package dev.parley.application.realtime;

import dev.parley.application.account.Sessions;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends connections that are silent, and those whose token or session has ended, also on another node. */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    /** How often connections are checked for life and for their tokens. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** How often sessions are checked that other nodes may have ended. */
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private static final int MAX_QUERY = 1_000;

    private final Connections connections;
    private final Sessions sessions;
    private final Scheduling scheduling;
    private volatile boolean closed;

    Sweep(Connections connections, Sessions sessions, Scheduling scheduling) {
        this.connections = connections;
        this.sessions = sessions;
        this.scheduling = scheduling;
    }

    void start() {
        sessions.onEnd(this::ended);
        scheduling.after(INTERVAL, this::sweep);
        scheduling.after(RECHECK, this::recheck);
    }

    void close() {
        closed = true;
    }

    private void ended(SessionId session) {
        connections.of(session).forEach(connection -> connection.end(CloseReason.SESSION_ENDED));
    }

    private void sweep() {
        if (closed) {
            return;
        }
        try {
            Instant now = scheduling.clock().instant();
            long nanoTime = scheduling.nanoTime().getAsLong();
            for (Connection connection : connections.all()) {
                check(connection, now, nanoTime);
            }
        } finally {
            scheduling.after(INTERVAL, this::sweep);
        }
    }

    private static void check(Connection connection, Instant now, long nanoTime) {
        try {
            connection.vigil.check(connection, now, nanoTime);
        } catch (RuntimeException e) {
            LOG.error("A connection could not be checked", e);
            connection.end(CloseReason.GOING_AWAY);
        }
    }

    private void recheck() {
        if (closed) {
            return;
        }
        try {
            List<SessionId> open = connections.sessions();
            for (int i = 0; i < open.size(); i += MAX_QUERY) {
                sessions.recheck(open.subList(i, Math.min(open.size(), i + MAX_QUERY)));
            }
        } catch (ChatException.Unavailable e) {
            LOG.debug("Sessions could not be rechecked: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Sessions could not be rechecked", e);
        } finally {
            scheduling.after(RECHECK, this::recheck);
        }
    }
}
