package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.Texts;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address: the unquoted form of RFC 5321 §4.1.2 (internationalised local parts of RFC 6531 included), at most
 * 254 bytes, with a host name behind the {@code @}.
 */
public record Email(String value) {
    private static final Pattern FORM = Pattern.compile(
            "[^\\s@\\p{Cntrl}\"(),:;<>\\[\\\\\\]]{1,64}"
                    + "@(?=.{1,253}$)[\\p{Alnum}]([\\p{Alnum}-]{0,61}[\\p{Alnum}])?(\\.[\\p{Alnum}]([\\p{Alnum}-]{0,61}[\\p{Alnum}])?)*");
    private static final int MAX_LENGTH = 254;

    /** @throws ChatException.Invalid if it has another form */
    public Email {
        if (value.length() > MAX_LENGTH
                || Texts.isTorn(value)
                || !FORM.matcher(value).matches()) {
            throw new ChatException.Invalid(ErrorCode.INVALID_EMAIL);
        }
    }

    /** What is unique: two addresses that differ only in case are the same address. */
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    /** What stands before the {@code @}. */
    public String localPart() {
        return value.substring(0, value.indexOf('@'));
    }

    @Override
    public String toString() {
        return value;
    }
}
