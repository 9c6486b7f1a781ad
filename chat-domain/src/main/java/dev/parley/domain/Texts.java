package dev.parley.domain;

import java.text.Normalizer;
import java.util.Locale;

/** What is true of every text that people write: it is Unicode, and it has no invisible commands in it. */
public final class Texts {
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    /** Joiners, fillers and selectors that no type of character tells apart from letters, marks and symbols. */
    private static final String IGNORED =
            "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u2800\u3164\uffa0";

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
     * Whether nothing is seen of the character where it stands alone or between others: one of the above, one that is to be
     * ignored where it is not known (Unicode 15, Default_Ignorable_Code_Point), or the empty pattern of Braille.
     */
    public static boolean isUnseen(int character) {
        return isInvisible(Character.toString(character))
                || IGNORED.chars().anyMatch(ignored -> ignored == character)
                || isBetween(character, 0xFE00, 0xFE0F)
                || isBetween(character, 0xFFF0, 0xFFF8)
                || isBetween(character, 0xE0000, 0xE0FFF);
    }

    private static boolean isBetween(int character, int first, int last) {
        return first <= character && character <= last;
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
