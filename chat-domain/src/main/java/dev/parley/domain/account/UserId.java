package dev.parley.domain.account;

import dev.parley.domain.Ids;

/** The number of a user, given by the store, never given again. */
public record UserId(long value) {
    public UserId {
        Ids.checked("user", value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
