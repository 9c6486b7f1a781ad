package dev.parley.translation;

import dev.parley.domain.account.Language;
import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The scripts that tell a language, or at least a few; the letters of the others are letters, and tell nothing. */
enum Script {
    LATIN(null, UnicodeScript.LATIN),
    CYRILLIC(null, UnicodeScript.CYRILLIC),
    ARABIC(null, UnicodeScript.ARABIC),
    HEBREW(null, UnicodeScript.HEBREW),
    HAN(null, UnicodeScript.HAN),
    KANA("ja", UnicodeScript.HIRAGANA),
    HANGUL("ko", UnicodeScript.HANGUL),
    GREEK("el", UnicodeScript.GREEK),
    THAI("th", UnicodeScript.THAI),
    ARMENIAN("hy", UnicodeScript.ARMENIAN),
    GEORGIAN("ka", UnicodeScript.GEORGIAN),
    TAMIL("ta", UnicodeScript.TAMIL),
    TELUGU("te", UnicodeScript.TELUGU),
    KANNADA("kn", UnicodeScript.KANNADA),
    MALAYALAM("ml", UnicodeScript.MALAYALAM),
    GUJARATI("gu", UnicodeScript.GUJARATI),
    GURMUKHI("pa", UnicodeScript.GURMUKHI),
    SINHALA("si", UnicodeScript.SINHALA),
    KHMER("km", UnicodeScript.KHMER),
    LAO("lo", UnicodeScript.LAO),
    MYANMAR("my", UnicodeScript.MYANMAR);

    /** Up to there all letters are Latin (Unicode 15), but for a few signs that look like letters. */
    private static final int LATIN_END = 0x250;

    private static final Optional<Script> IN_LATIN = Optional.of(LATIN);

    private static final Map<UnicodeScript, Script> BY_UNICODE = new EnumMap<>(UnicodeScript.class);

    static {
        for (Script script : values()) {
            BY_UNICODE.put(script.unicode, script);
        }
        BY_UNICODE.put(UnicodeScript.KATAKANA, KANA);
    }

    private final UnicodeScript unicode;
    private final @Nullable String tag;

    Script(@Nullable String tag, UnicodeScript unicode) {
        this.tag = tag;
        this.unicode = unicode;
    }

    /** The one language that is written so today; null if there are several. */
    @Nullable
    Language language() {
        return tag == null ? null : new Language(tag);
    }

    /** Empty if it is one that tells nothing. */
    static Optional<Script> of(int letter) {
        return letter < LATIN_END ? IN_LATIN : Optional.ofNullable(BY_UNICODE.get(UnicodeScript.of(letter)));
    }
}
