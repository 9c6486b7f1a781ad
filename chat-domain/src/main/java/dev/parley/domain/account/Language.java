package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The language that a person reads, as a tag of BCP 47 such as {@code en} or {@code pt-BR}, in canonical case. */
public record Language(String tag) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    /** Is no language. */
    private static final Pattern UNDETERMINED = Pattern.compile("und(-.*)?");

    /** @throws ChatException.Invalid if it is not a well-formed tag, or in canonical form not one of these, as {@code en-GB-oed} */
    public Language {
        if (FORM.matcher(tag).matches()) {
            tag = Locale.forLanguageTag(tag).toLanguageTag();
        }
        if (!FORM.matcher(tag).matches() || UNDETERMINED.matcher(tag).matches()) {
            throw new ChatException.Invalid(ErrorCode.INVALID_LANGUAGE);
        }
    }

    /** The language that the text is the tag of, if it is one. */
    public static Optional<Language> of(String text) {
        try {
            return Optional.of(new Language(text));
        } catch (ChatException.Invalid e) {
            return Optional.empty();
        }
    }

    /**
     * The language alone, without script, region or variant: {@code pt} of {@code pt-BR}; in two letters if it has them.
     * Bokmål is Norwegian.
     */
    public Language primary() {
        String language = tag.substring(0, tag.indexOf('-') < 0 ? tag.length() : tag.indexOf('-'));
        String known = language.length() == 3 ? ShortTags.OF.getOrDefault(language, language) : language;
        if (known.equals("nb")) {
            known = "no";
        }
        return known.equals(tag) ? this : new Language(known);
    }

    /** Made when the first tag of three letters is met. */
    private static final class ShortTags {
        /** The two letters of ISO 639-1 by the three of ISO 639-2. */
        static final Map<String, String> OF = Arrays.stream(Locale.getISOLanguages())
                .collect(Collectors.toUnmodifiableMap(
                        language -> Locale.forLanguageTag(language).getISO3Language(),
                        language -> Locale.forLanguageTag(language).toLanguageTag(),
                        (first, same) -> first));
    }

    @Override
    public String toString() {
        return tag;
    }
}
