package dev.parley.domain.language;

import java.util.regex.Pattern;

/**
 * Counts what some program might take for a link, far more than what {@linkplain Verbatim is kept as one}: no writer's words
 * may be kept for that, but a translation need not have more of it than they have.
 *
 * <p>What honest translations bring in is none of it: numbers and times ({@code 1.234.567}, {@code 10:30}), short forms
 * ({@code z.B.}, {@code p.ej.}), and a full stop before letters that know no spaces.
 */
final class Lookalikes {
    private static final String END = "(?![\\p{L}\\p{N}])";

    /** Short forms in capitals, as {@code EE.UU.}, and endings behind a colon, as {@code EU:n} or {@code Leser:innen}. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(?<!\\p{L})(?:\\p{Lu}{2}[.]\\p{Lu}{2,3}+|\\p{Lu}{2,}+:\\p{Ll}{1,8}+|\\p{L}++:in(?:nen)?+)" + END);

    /** Of the end of a name; in other scripts a letter's name has two letters, and {@code एस.एम.एस.} is a short form. */
    private static final String LETTER = "[\\p{IsLatin}\\p{IsCyrillic}\\p{IsGreek}\\p{IsArabic}\\p{IsHebrew}]";

    private static final String LABEL = "[\\p{L}\\p{M}\\p{N}_-]";
    private static final String DOMAIN =
            "[.](?<=" + LABEL + "{2}[.])(?<=\\p{L}" + LABEL + "{0,62}[.])(?=" + LETTER + "{2})";

    /** With the full stops that browsers take for dots (UTS #46 §2.3). */
    private static final String WIDE_DOMAIN = "[。．｡](?<=[\\p{IsLatin}\\p{N}]{2}.)(?=\\p{IsLatin}{2})";

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final String NUMBERS = "(?<![0-9])" + OCTET + "(?:[.]" + OCTET + "){3}(?![0-9])";
    private static final String SCHEME =
            "(?<![\\p{IsLatin}\\p{N}])[A-Za-z][A-Za-z0-9+-]{1,30}+:(?=[A-Za-z0-9/?#%&\\\\])";
    private static final String MARKDOWN = "\\]\\(";

    private static final Pattern PATTERN =
            Pattern.compile(String.join("|", DOMAIN, WIDE_DOMAIN, NUMBERS, SCHEME, MARKDOWN));

    private Lookalikes() {}

    static long count(String text) {
        return PATTERN.matcher(HARMLESS.matcher(text).replaceAll(" ")).results().count();
    }
}
