package dev.parley.domain.message;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.Texts;
import java.util.regex.Pattern;

/**
 * One emoji, as people see it: 1 to 16 code points that follow the grammar of emoji sequences (UTS #51 §1.4.9).
 *
 * <p>Which characters are emoji changes with each version of Unicode, and the JDK does not tell before 21. So the blocks
 * are taken as a whole in which all emoji stand, and those that are to come: what one server takes, each other can read,
 * whatever its JDK. Two are the same if their code points are: with and without the variation selector are two.
 */
public record Emoji(String value) {
    private static final int MAX_LENGTH = 16;

    /** Arrows, technical and other symbols, dingbats, pictographs; and the few emoji in other blocks. */
    private static final String CHARACTER = "[©®‼⁉™ℹⓂ〰〽㊗㊙\\x{2190}-\\x{21FF}\\x{2300}-\\x{23FF}\\x{25A0}-\\x{27BF}"
            + "\\x{2900}-\\x{297F}\\x{2B00}-\\x{2BFF}\\x{1F000}-\\x{1F1E5}\\x{1F200}-\\x{1FAFF}]";

    private static final String FLAG_LETTER = "[\\x{1F1E6}-\\x{1F1FF}]";
    private static final String FLAG = FLAG_LETTER + "{2}";
    private static final String SKIN_TONE = "[\\x{1F3FB}-\\x{1F3FF}]";
    private static final String TAGS = "[\\x{E0020}-\\x{E007E}]+\\x{E007F}";
    private static final String KEYCAP = "[0-9#*]\\x{FE0F}?\\x{20E3}";
    private static final String ELEMENT =
            "(?:%s|%s(?:%s|\\x{FE0F}\\x{20E3}?|%s)?)".formatted(FLAG, CHARACTER, SKIN_TONE, TAGS);
    private static final Pattern SEQUENCE = Pattern.compile("%s|%s(?:\\x{200D}%2$s)*".formatted(KEYCAP, ELEMENT));

    /** What follows the first character of an emoji, or joins it with the next. */
    private static final String MORE =
            "[\\x{1F3FB}-\\x{1F3FF}\\x{1F1E6}-\\x{1F1FF}\\x{E0020}-\\x{E007F}\\x{200D}\\x{FE0F}\\x{20E3}]";

    /**
     * A regular expression for several of them in a row, as they stand in a text. It takes as much as there is, and never
     * goes back.
     */
    public static String run() {
        return "(?:%s|[%s%s][%2$s%3$s%s]*+)".formatted(KEYCAP, CHARACTER, FLAG_LETTER, MORE);
    }

    /** @throws ChatException.Invalid if it is something else, or too long */
    public Emoji {
        if (value.length() > 2 * MAX_LENGTH
                || Texts.length(value) > MAX_LENGTH
                || !SEQUENCE.matcher(value).matches()) {
            throw new ChatException.Invalid(ErrorCode.INVALID_EMOJI);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
