package dev.parley.application.account;

import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.SessionLedger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Remembers for a second that a session is open, and for long that it has ended.
 *
 * <p>So each request is checked, the store is asked once a second for each session, and a session that another node has
 * ended is refused here a second later; what was opened in that second is found by the next recheck. An end is never overwritten by an answer that was on its way when
 * it happened. Guarded by the map's lock, which is never held while the store is asked.
 */
final class OpenSessions {
    private static final long TRUST = Duration.ofSeconds(1).toNanos();
    private static final int MAX_SESSIONS = 100_000;
    private static final State ENDED = new State(true, 0);

    private final SessionLedger ledger;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<SessionId, State> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, State> eldest) {
            return size() > MAX_SESSIONS;
        }
    };

    /** @param nanoTime measures the trust: a clock that is set back must not prolong it */
    OpenSessions(SessionLedger ledger, InstantSource clock, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** What was last heard of a session, and when if it was open. */
    private record State(boolean ended, long heardAt) {}

    boolean isOpen(SessionId session) {
        synchronized (states) {
            State state = states.get(session);
            if (state != null && (state.ended || nanoTime.getAsLong() - state.heardAt < TRUST)) {
                return !state.ended;
            }
        }
        long asked = nanoTime.getAsLong();
        boolean open = !ledger.stillOpen(List.of(session), clock.instant()).isEmpty();
        return remember(session, open, asked);
    }

    /** Those of the sessions that were ended since. */
    List<SessionId> findEnded(List<SessionId> sessions) {
        long asked = nanoTime.getAsLong();
        Set<SessionId> open = ledger.stillOpen(sessions, clock.instant());
        return sessions.stream()
                .filter(session -> !remember(session, open.contains(session), asked))
                .toList();
    }

    void markEnded(SessionId session) {
        synchronized (states) {
            states.put(session, ENDED);
        }
    }

    private boolean remember(SessionId session, boolean open, long asked) {
        State heard = open ? new State(false, asked) : ENDED;
        synchronized (states) {
            return !Objects.requireNonNull(states.merge(session, heard, (old, fresh) -> old.ended ? old : fresh)).ended;
        }
    }
}
