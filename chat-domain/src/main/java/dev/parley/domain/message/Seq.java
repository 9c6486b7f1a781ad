package dev.parley.domain.message;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;

/** The place of a message in its room: 1, 2, 3, … without a hole. 0 is before the first. */
public record Seq(long value) implements Comparable<Seq> {
    public static final Seq ZERO = new Seq(0);
    /** Above every message: the page before it is the newest. */
    public static final Seq END = new Seq(Long.MAX_VALUE);

    /** @throws ChatException.Invalid if it is negative */
    public Seq {
        if (value < 0) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'seq' must not be negative.");
        }
    }

    public Seq next() {
        return new Seq(value + 1);
    }

    @Override
    public int compareTo(Seq other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
