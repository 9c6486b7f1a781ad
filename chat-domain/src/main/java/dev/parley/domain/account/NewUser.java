package dev.parley.domain.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A user before the store has given it a number. Times have milliseconds, as everywhere on the wire. */
public record NewUser(
        Username username,
        @Nullable Email email,
        DisplayName displayName,
        @Nullable Language language,
        PasswordHash passwordHash,
        Instant createdAt) {}
