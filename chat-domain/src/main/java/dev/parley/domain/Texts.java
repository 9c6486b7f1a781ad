package dev.parley.domain;

import java.text.Normalizer;
import java.util.Locale;

/** What is true of every text that people write: it is Unicode, and it has no invisible commands in it. */
public final class Texts {
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private Texts() {}

    /** Whether people can be shown the text as a name: 1 to so many characters on one line, not all of them invisible. */
    public static boolean isName(String text, int maxLength) {
        return !isInvisible(text)
                && length(text) <= maxLength
                && !isTorn(text)
                && !hasControl(text, "")
                && text.indexOf(LINE_SEPARATOR) < 0
                && text.indexOf(PARAGRAPH_SEPARATOR) < 0;
    }

    /** Whether the text has a surrogate without its partner, which no UTF-8 can carry (Unicode 15, D91). */
    public static boolean isTorn(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text has a control character (C0, DEL or C1) other than those allowed. */
    public static boolean hasControl(String text, String allowed) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) && allowed.indexOf(c) < 0);
    }

    /** Whether nothing of the text can be seen: spaces of any kind, and characters that only format others (Unicode 15). */
    public static boolean isInvisible(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.isISOControl(c));
    }

    /**
     * The text as it is searched: texts that differ only in case, or in how their characters are composed, are the same,
     * and what a text contains its folded text contains folded. Character by character, for in context some change
     * otherwise (the Greek sigma at the end of a word).
     */
    public static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .mapToObj(c -> Character.toString(c).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT))
                .forEach(folded::append);
        return folded.toString();
    }

    /** The length in code points, which is how people and the limits count. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
