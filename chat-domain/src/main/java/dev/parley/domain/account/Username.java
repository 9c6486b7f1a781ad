package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name by which a person is known and mentioned: 2 to 32 of A–Z, a–z, 0–9, {@code _ . -}.
 *
 * <p>ASCII on purpose: a name that looks like another one must not be another one. People show any script in their
 * {@link DisplayName}.
 */
public record Username(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.-]{2,32}");

    public static final int MIN_LENGTH = 2;
    public static final int MAX_LENGTH = 32;

    /** @throws ChatException.Invalid if it has another form */
    public Username {
        if (!FORM.matcher(value).matches()) {
            throw new ChatException.Invalid(ErrorCode.INVALID_USERNAME);
        }
    }

    /** What is unique: two names that differ only in case are the same name. */
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
