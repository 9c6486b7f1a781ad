package dev.parley.application.message;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.message.Seq;

/**
 * Which part of a room's history is wanted, oldest first in the answer.
 *
 * @param anchor the message from which the page is counted
 * @param limit 1 to {@value #MAX_LIMIT}
 */
public record Page(Side side, Seq anchor, int limit) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    /** On which side of the anchor the page lies. */
    public enum Side {
        BEFORE,
        AFTER,
        /** Half of it before, the anchor and the rest after. */
        AROUND
    }

    /** @throws ChatException.Invalid if the limit is out of range */
    public Page {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new ChatException.Invalid(ErrorCode.INVALID_PAGE);
        }
    }

    /** The newest messages. */
    public static Page newest(int limit) {
        return new Page(Side.BEFORE, Seq.END, limit);
    }
}
