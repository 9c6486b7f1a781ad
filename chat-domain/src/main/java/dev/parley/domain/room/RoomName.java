package dev.parley.domain.room;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.Texts;

/** The name of a room: 1 to 64 characters of any script, trimmed, on one line, not all of them invisible. */
public record RoomName(String value) {
    public static final RoomName GENERAL = new RoomName("General");

    private static final int MAX_LENGTH = 64;

    /** @throws ChatException.Invalid if it is empty, too long, or has characters that cannot be shown */
    public RoomName {
        value = value.strip();
        if (!Texts.isName(value, MAX_LENGTH)) {
            throw new ChatException.Invalid(ErrorCode.INVALID_ROOM_NAME);
        }
    }

    /** Whether a name may have the text in it, at least as far as anybody would search for it. */
    public static boolean isPart(String text) {
        return Texts.length(text) <= MAX_LENGTH && !Texts.isTorn(text) && !Texts.hasControl(text, "");
    }

    /**
     * What is unique among public rooms: names that differ only in case, in how their characters are composed, or in
     * characters that nobody sees are the same.
     */
    public String key() {
        return key(value);
    }

    /** The same of a part of a name: the key of a name that contains it contains this. */
    public static String key(String part) {
        StringBuilder seen = new StringBuilder(part.length());
        Texts.folded(part)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .forEach(seen::appendCodePoint);
        return seen.toString();
    }

    @Override
    public String toString() {
        return value;
    }
}
