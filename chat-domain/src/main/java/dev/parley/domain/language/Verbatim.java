package dev.parley.domain.language;

import dev.parley.domain.message.Emoji;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds what of a text is in no language and must not be changed: code, links, addresses, mentions, emoji.
 *
 * <p>Repeated groups are possessive, which Java runs without a stack: a text of any length and kind takes time in proportion.
 */
final class Verbatim {
    /**
     * From three backquotes to as many, or to the end; the same with tildes, which stand on lines of their own (CommonMark
     * §4.5), for people draw with them; from one or two backquotes to as many, without an empty line between.
     */
    private static final String CODE = "(?<fence>`{3,}+)[\\s\\S]*?(?:\\k<fence>|\\z)"
            + "|(?<=(?:^|\\n) {0,3})(?<waves>~{3,}+)[ \\t]*+[\\w+#.-]*+[ \\t]*+\\n"
            + "[\\s\\S]*?(?:(?<=\\n {0,3})\\k<waves>~*+(?=[ \\t]*+(?:\\n|\\z))|\\z)"
            + "|``(?<!```)(?!`)(?:[^`\\n]++|`(?!`)|\\n(?![ \\t]*\\n))++``(?!`)"
            + "|`(?<!``)(?!`)(?:[^`\\n]++|``++|\\n(?![ \\t]*\\n))++`(?!`)";

    /** The rest of a link, without what is of the sentence around it: a parenthesis is the link's if it was opened there. */
    private static final String REST = "(?:[^\\s<>\".,;:!?()\\]}'*_~]++|\\([^\\s<>\"()]*+\\)"
            + "|[.,;:!?()\\]}'*_~](?=[.,;:!?()\\]}'*_~]{0,16}+[^\\s<>\".,;:!?()\\]}'*_~]))++";

    private static final String LINK =
            "(?:[A-Za-z][A-Za-z0-9+.-]{1,15}+://|(?i:www\\.|(?:mailto|tel|sms|sip|xmpp|data|javascript):))" + REST;
    private static final String LINK_OF_NO_SCHEME = "//(?<![\\w:/]//)[\\p{L}\\p{N}-]++\\." + REST;

    private static final String ADDRESS = "(?<![\\w.+-])[\\w.+-]{1,64}+@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){0,8}+";

    /** What may end an address that says nothing else of itself; before a slash any word may. */
    private static final String ENDINGS =
            "(?i:com|org|net|edu|gov|mil|int|info|biz|app|dev|xyz|shop|site|online|blog|wiki)|eu|uk|"
                    + String.join("|", Locale.getISOCountries()).toLowerCase(Locale.ROOT);

    private static final String LATIN = "A-Za-z\\u00C0-\\u024F\\p{N}";
    private static final String PORT = "(?::[0-9]{1,5}+)?+";
    private static final String DOMAIN = "(?<![@_.-])(?:[" + LATIN + "-]{1,63}+\\.){1,8}"
            + "(?:(?:" + ENDINGS + ")(?![" + LATIN + "_-])|[A-Za-z]{2,24}+(?=" + PORT + "/[\\p{L}\\p{N}]))"
            + PORT + "(?:[/?#]" + REST + ")?+";

    /** Where a word begins that is followed by something else than a space: most are not looked at closer. */
    private static final String PART_OF_MORE = "(?<![" + LATIN + "])(?=[" + LATIN + "_+-]{0,64}+[.:@])";

    /** Letters of scripts that put no space between words: a name in other letters begins and ends beside them. */
    private static final String UNSPACED =
            "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\u30FC\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";

    private static final String NAME = "\\p{L}\\p{N}_.\\-";
    private static final String MENTION = "@(?<![\\p{L}\\p{N}_@&&[^" + UNSPACED + "]]@)@*+(?:"
            + "[" + NAME + "&&[^" + UNSPACED + "]]{0,31}[" + NAME + "&&[^." + UNSPACED + "]]"
            + "|[" + UNSPACED + "\\p{N}_.-]{0,31}[" + UNSPACED + "\\p{N}_-])";
    private static final String SHORTCODE = ":[a-z0-9_+-]{2,32}:";

    /** What would turn the direction of all that follows. */
    private static final String TURN = "[\\u202A-\\u202E\\u2066-\\u2069]";

    /** What {@link Prose} puts in the place of others: none may be left over. */
    private static final String MARK = "(?i:(?:" + String.join("|", Prose.MARKS) + ")[0-9]++" + Prose.END + ")";

    static final Pattern PATTERN = Pattern.compile(PART_OF_MORE + either(LINK, ADDRESS, DOMAIN)
            + "|(?![\\s\\p{L}&&[^\u2139]])" + either(CODE, LINK_OF_NO_SCHEME, MENTION, SHORTCODE, Emoji.run(), TURN)
            + "|" + MARK);

    /** The first emoji. Half of a character outside of the basic plane is no letter either. */
    private static final char FIRST_SIGN = '©';

    private Verbatim() {}

    private static String either(String... expressions) {
        return "(?:" + String.join("|", expressions) + ")";
    }

    /** Whether there is none of it in the text, but perhaps for marks, as anybody may tell at a glance; most texts are so. */
    static boolean isFarFrom(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '`' || c == '~' || c == '@' || c == ':' || (c >= FIRST_SIGN && !Character.isLetter(c))) {
                return false;
            }
            if (c == '.' && i + 1 < text.length() && Character.isLetter(text.charAt(i + 1))) {
                return false;
            }
        }
        return true;
    }
}
