package dev.parley.domain.presence;

import dev.parley.domain.account.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a user is online.
 *
 * @param lastSeen when it was last online, in milliseconds; null if it is now, or never was
 */
public record PresenceState(
        UserId user, boolean online, @Nullable Instant lastSeen) {
    public PresenceState {
        if (online && lastSeen != null) {
            throw new IllegalArgumentException("who is online is seen now");
        }
    }
}
