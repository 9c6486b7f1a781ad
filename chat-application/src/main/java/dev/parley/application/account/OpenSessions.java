package dev.parley.application.account;

import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.SessionLedger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers for two seconds that a session is open, and for long that it has ended.
 *
 * <p>So each request is checked, the store is asked once in two seconds for each session, and a session that another
 * node has ended is refused here two seconds later. An end is never overwritten by an answer that was on its way when
 * it happened. Guarded by the map's lock, which is never held while the store is asked.
 */
final class OpenSessions {
    private static final Duration TRUST = Duration.ofSeconds(2);
    private static final int MAX_SESSIONS = 100_000;

    private final SessionLedger ledger;
    private final InstantSource clock;
    private final Map<SessionId, Instant> openUntil = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, Instant> eldest) {
            return size() > MAX_SESSIONS;
        }
    };

    OpenSessions(SessionLedger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    boolean isOpen(SessionId session) {
        Instant now = clock.instant();
        synchronized (openUntil) {
            Instant until = openUntil.get(session);
            if (until != null && (until.equals(Instant.MIN) || now.isBefore(until))) {
                return !until.equals(Instant.MIN);
            }
        }
        boolean open = !ledger.stillOpen(List.of(session), now).isEmpty();
        return remember(session, open, now);
    }

    /** Those of the sessions that were ended since. */
    List<SessionId> findEnded(List<SessionId> sessions) {
        Instant now = clock.instant();
        Set<SessionId> open = ledger.stillOpen(sessions, now);
        return sessions.stream()
                .filter(session -> !remember(session, open.contains(session), now))
                .toList();
    }

    void markEnded(SessionId session) {
        synchronized (openUntil) {
            openUntil.put(session, Instant.MIN);
        }
    }

    private boolean remember(SessionId session, boolean open, Instant now) {
        Instant until = open ? now.plus(TRUST) : Instant.MIN;
        synchronized (openUntil) {
            return !openUntil
                    .merge(session, until, (old, fresh) -> old.equals(Instant.MIN) ? old : fresh)
                    .equals(Instant.MIN);
        }
    }
}
