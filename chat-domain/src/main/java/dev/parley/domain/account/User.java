package dev.parley.domain.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account.
 *
 * @param email seen by its owner alone; null if the person signed up by username
 * @param language null if the person did not say
 */
public record User(
        UserId id,
        Username username,
        @Nullable Email email,
        DisplayName displayName,
        @Nullable Language language,
        Instant createdAt) {}
