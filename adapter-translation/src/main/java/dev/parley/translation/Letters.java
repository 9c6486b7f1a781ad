package dev.parley.translation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The letters of a text, in lower case, its words set apart by single spaces.
 *
 * @param text what the words are
 * @param counts how many there are of each script
 * @param all how many there are, also of scripts that tell nothing
 */
record Letters(String text, Map<Script, Integer> counts, int all) {
    /** Of fewer letters of an alphabet nothing is said; a sign of Chinese, Japanese or Korean says more. */
    private static final int LEAST = 6;

    private static final int LEAST_SIGNS = 2;

    /** In parts of a hundred: a text of one language may have foreign names in it. */
    private static final int MOST_OF_IT = 80;

    /** How much kana a Japanese text has at least, in parts of a hundred. */
    private static final int SOME_KANA = 10;

    static Letters of(String text, int most) {
        StringBuilder words = new StringBuilder(Math.min(text.length(), 2 * most));
        Map<Script, Integer> counts = new EnumMap<>(Script.class);
        int all = 0;
        for (int i = 0; i < text.length() && all < most; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isLetter(c)) {
                words.appendCodePoint(Character.toLowerCase(c));
                Script.of(c).ifPresent(script -> counts.merge(script, 1, Integer::sum));
                all++;
            } else if (isMark(c) || (isApostrophe(c) && !endsWord(words))) {
                words.appendCodePoint(c);
            } else if (!endsWord(words)) {
                words.append(' ');
            }
        }
        return new Letters(words.toString().strip(), counts, all);
    }

    private static boolean endsWord(StringBuilder words) {
        return words.isEmpty() || words.charAt(words.length() - 1) == ' ';
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isApostrophe(int c) {
        return c == '\'' || c == '’';
    }

    private int of(Script script) {
        return counts.getOrDefault(script, 0);
    }

    /** The script in which nearly all of it is written; with kana among them, Chinese characters are Japanese. */
    Optional<Script> script() {
        int japanese = of(Script.KANA) + of(Script.HAN);
        if (of(Script.KANA) * 100 >= japanese * SOME_KANA && isMost(japanese, LEAST_SIGNS) && of(Script.KANA) > 0) {
            return Optional.of(Script.KANA);
        }
        for (Script script : Script.values()) {
            boolean signs = script == Script.HAN || script == Script.HANGUL;
            if (isMost(of(script), signs ? LEAST_SIGNS : LEAST)) {
                return Optional.of(script);
            }
        }
        return Optional.empty();
    }

    boolean has(Script script) {
        return of(script) > 0;
    }

    private boolean isMost(int count, int least) {
        return count >= least && count * 100 >= all * MOST_OF_IT;
    }
}
