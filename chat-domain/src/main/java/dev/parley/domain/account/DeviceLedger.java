package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions of the {@link SessionLedger} by whose they are. Safe for concurrent use, also by several nodes on one
 * store.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time.
 */
public interface DeviceLedger {
    /** The most sessions that are listed. */
    int MAX_LISTED = 200;

    /** The open sessions of the user, those used last first; at most {@link #MAX_LISTED}. */
    List<Device> of(UserId user, Instant now);

    /** The session, if it is open and the user's. */
    Optional<Device> find(UserId user, SessionId session, Instant now);

    /**
     * Ends every session of the user that was opened before the call, but the one that is kept. Returns those that it
     * ended. After the return no method of either ledger finds them. One that is opened meanwhile may stay.
     *
     * @param kept null if none is
     */
    List<SessionId> endAll(UserId user, @Nullable SessionId kept);

    /**
     * Notes when sessions were used; one that was used later, or is over, stays as it is. May be repeated.
     *
     * @param uses at most 1,000
     */
    void used(Map<SessionId, Instant> uses);

    /** Names the device of a session; of one that is over, nothing happens. */
    void name(SessionId session, DeviceName name);
}
