package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.util.Locale;
import java.util.regex.Pattern;

/** The language that a person reads, as a tag of BCP 47 such as {@code en} or {@code pt-BR}, in canonical case. */
public record Language(String tag) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    /** @throws ChatException.Invalid if it is not a well-formed tag */
    public Language {
        if (!FORM.matcher(tag).matches()) {
            throw new ChatException.Invalid(ErrorCode.INVALID_LANGUAGE);
        }
        tag = Locale.forLanguageTag(tag).toLanguageTag();
        if (tag.equals("und")) {
            throw new ChatException.Invalid(ErrorCode.INVALID_LANGUAGE);
        }
    }

    @Override
    public String toString() {
        return tag;
    }
}
