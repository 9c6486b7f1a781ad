package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address: the dot-string of RFC 5321 §4.1.2 (with the letters that RFC 6531 adds), at most 254 bytes and 64 before
 * the {@code @}, with a host name behind it. No character of it is a space or invisible.
 */
public record Email(String value) {
    private static final String ATOM = "[^\\s@\\p{Cntrl}\"(),.:;<>\\[\\\\\\]]+";
    private static final Pattern FORM = Pattern.compile(
            ATOM + "(\\." + ATOM + ")*"
                    + "@(?=.{1,253}$)[\\p{Alnum}]([\\p{Alnum}-]{0,61}[\\p{Alnum}])?(\\.[\\p{Alnum}]([\\p{Alnum}-]{0,61}[\\p{Alnum}])?)*");
    private static final int MAX_BYTES = 254;
    private static final int MAX_LOCAL_BYTES = 64;

    /** @throws ChatException.Invalid if it has another form */
    public Email {
        if (value.length() > MAX_BYTES
                || Texts.isTorn(value)
                || !FORM.matcher(value).matches()
                || value.codePoints().anyMatch(Texts::isUnseen)
                || bytes(value) > MAX_BYTES
                || bytes(value.substring(0, value.indexOf('@'))) > MAX_LOCAL_BYTES) {
            throw new ChatException.Invalid(ErrorCode.INVALID_EMAIL);
        }
    }

    /** The address that the text is, if it is one. */
    public static Optional<Email> of(String text) {
        try {
            return Optional.of(new Email(text));
        } catch (ChatException.Invalid e) {
            return Optional.empty();
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
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
