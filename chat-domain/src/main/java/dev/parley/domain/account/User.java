package dev.parley.domain.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account.
 *
 * @param email seen by its owner alone; null if the person signed up by username
 * @param emailVerified whether the person has shown that it reads what is sent to the address
 * @param language null if the person did not say
 */
public record User(
        UserId id,
        Username username,
        @Nullable Email email,
        boolean emailVerified,
        DisplayName displayName,
        @Nullable Language language,
        Instant createdAt) {}
