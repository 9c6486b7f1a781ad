package dev.parley.domain.room;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/** What lets a stranger into a group: 8 to 64 of A–Z, a–z, 0–9, {@code _ -}. It is not printed. */
public record JoinCode(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    /** @throws ChatException.Invalid if it has another form */
    public JoinCode {
        if (!FORM.matcher(value).matches()) {
            throw new ChatException.Invalid(ErrorCode.INVALID_JOIN_CODE);
        }
    }

    /** Whether it is the same code, in a time that does not tell how much of it is. */
    public boolean matches(JoinCode other) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.US_ASCII), other.value.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "JoinCode[…]";
    }
}
