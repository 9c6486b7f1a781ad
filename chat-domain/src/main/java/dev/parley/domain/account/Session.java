package dev.parley.domain.account;

import java.time.Instant;

/**
 * One signed-in device.
 *
 * @param expiresAt when the session ends by itself; each exchange of its refresh token moves it on
 */
public record Session(SessionId id, UserId user, Instant createdAt, Instant expiresAt) {}
