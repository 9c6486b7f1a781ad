package dev.parley.domain.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open session, as its user sees it.
 *
 * @param name null if nobody knows what device it is
 * @param usedAt when it was last used, as far as the store has heard
 */
public record Device(
        SessionId session, @Nullable DeviceName name, Instant createdAt, Instant usedAt, Instant expiresAt) {}
