package dev.parley.domain.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One signed-in device.
 *
 * @param expiresAt when the session ends by itself; each exchange of its refresh token moves it on
 * @param device null if nobody knows what it is
 */
public record Session(
        SessionId id,
        UserId user,
        Instant createdAt,
        Instant expiresAt,
        @Nullable DeviceName device) {
    /** One on a device that nobody knows. */
    public Session(SessionId id, UserId user, Instant createdAt, Instant expiresAt) {
        this(id, user, createdAt, expiresAt, null);
    }
}
