package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.Texts;
import java.nio.charset.StandardCharsets;

/**
 * A password as its owner types it: 8 characters to 72 UTF-8 bytes, without NUL. It never prints itself.
 *
 * <p>The bounds are bcrypt's: it ignores what follows the 72nd byte, and some implementations what follows a NUL, so
 * two different passwords would be one. What does not fit is refused, not cut.
 */
public record Password(String value) {
    private static final int MIN_CHARACTERS = 8;
    private static final int MAX_BYTES = 72;

    /** @throws ChatException.Invalid if it is too short, too long, or has a NUL */
    public Password {
        if (!isAcceptable(value)) {
            throw new ChatException.Invalid(ErrorCode.INVALID_PASSWORD);
        }
    }

    /** Whether anybody can have this password. */
    public static boolean isAcceptable(String value) {
        return Texts.length(value) >= MIN_CHARACTERS
                && value.length() <= MAX_BYTES
                && value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                && value.indexOf('\0') < 0
                && !Texts.isTorn(value);
    }

    @Override
    public String toString() {
        return "Password[redacted]";
    }
}
