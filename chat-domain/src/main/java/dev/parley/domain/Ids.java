package dev.parley.domain;

/** The one rule of numeric ids: positive and below 2<sup>53</sup>, so that a JavaScript client reads them exactly. */
public final class Ids {
    private static final long LIMIT = 1L << 53;

    private Ids() {}

    /**
     * Returns the id.
     *
     * @throws ChatException.Invalid if it is not positive, or 2<sup>53</sup> or more
     */
    public static long checked(String field, long value) {
        if (value < 1 || value >= LIMIT) {
            throw new ChatException.Invalid(
                    ErrorCode.INVALID_FIELD, "'" + field + "' must be a positive number below 2^53.");
        }
        return value;
    }
}
