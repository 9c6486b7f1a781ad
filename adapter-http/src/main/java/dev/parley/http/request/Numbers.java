package dev.parley.http.request;

import dev.parley.domain.ChatException;
import dev.parley.domain.Ids;

/** Reads numbers that came as text: in a path, a query, or a string of JSON. */
public final class Numbers {
    private static final int MAX_DIGITS = 18;

    private Numbers() {}

    /** @throws ChatException.Invalid {@code invalid_field} if it is not a whole number of at most 18 digits */
    public static long parse(String field, String text) {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        boolean whole = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!whole) {
            throw JsonBody.invalid(field, "must be a whole number");
        }
        return Long.parseLong(text);
    }

    /** The number of a user or a room. @throws ChatException.Invalid {@code invalid_field} if it cannot be one */
    public static long id(String field, String text) {
        return Ids.checked(field, parse(field, text));
    }
}
