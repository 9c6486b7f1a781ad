package dev.parley.domain.room;

import dev.parley.domain.account.UserId;

/** Two users, in the order of their numbers: there is one pair of the same two. */
public record Pair(UserId first, UserId second) {
    public Pair {
        if (first.value() >= second.value()) {
            throw new IllegalArgumentException("no pair in order: " + first + ", " + second);
        }
    }

    /** The two, in whatever order. They must not be the same. */
    public static Pair of(UserId one, UserId other) {
        return one.value() < other.value() ? new Pair(one, other) : new Pair(other, one);
    }

    /** The other one of the two. */
    public UserId otherThan(UserId user) {
        return user.equals(first) ? second : first;
    }
}
