package dev.parley.application.account;

import dev.parley.domain.account.SessionId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Remembers when sessions were used on this node until the store is told, so that no request has to write. Of more than
 * {@value #MAX_SESSIONS} the rest is not remembered. Safe for concurrent use.
 */
final class LastUses {
    private static final int MAX_SESSIONS = 100_000;

    private final ConcurrentMap<SessionId, Instant> uses = new ConcurrentHashMap<>();

    void note(SessionId session, Instant now) {
        if (uses.replace(session, now) == null && uses.size() < MAX_SESSIONS) {
            uses.put(session, now);
        }
    }

    void forget(SessionId session) {
        uses.remove(session);
    }

    Optional<Instant> of(SessionId session) {
        return Optional.ofNullable(uses.get(session));
    }

    /** Some of those that the store has not been told of; they stay until they are {@link #told}. */
    Map<SessionId, Instant> some(int most) {
        Map<SessionId, Instant> some = new HashMap<>();
        for (Map.Entry<SessionId, Instant> use : uses.entrySet()) {
            if (some.size() == most) {
                break;
            }
            some.put(use.getKey(), use.getValue());
        }
        return some;
    }

    /** The store was told of these; what was used since stays. */
    void told(Map<SessionId, Instant> told) {
        told.forEach(uses::remove);
    }
}
