package dev.parley.domain.message;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;

/** The number of a durable change in its room: 1, 2, 3, … without a hole. As a cursor: everything up to it is known. */
public record Rev(long value) implements Comparable<Rev> {
    public static final Rev ZERO = new Rev(0);

    /** @throws ChatException.Invalid if it is negative */
    public Rev {
        if (value < 0) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'rev' must not be negative.");
        }
    }

    public Rev next() {
        return new Rev(value + 1);
    }

    @Override
    public int compareTo(Rev other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
