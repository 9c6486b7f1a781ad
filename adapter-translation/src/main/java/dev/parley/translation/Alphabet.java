package dev.parley.translation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The letters in which a language is written, where several share a script (Unicode CLDR, main exemplar characters). What has
 * a letter that none of them has, as Kazakh has or Pashto, is another language.
 */
enum Alphabet {
    BELARUSIAN(Script.CYRILLIC, "be", "абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    BULGARIAN(Script.CYRILLIC, "bg", "абвгдежзийклмнопрстуфхцчшщъьюяѝ"),
    MACEDONIAN(Script.CYRILLIC, "mk", "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ"),
    RUSSIAN(Script.CYRILLIC, "ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    SERBIAN(Script.CYRILLIC, "sr", "абвгдђежзијклљмнњопрстћуфхцчџш"),
    UKRAINIAN(Script.CYRILLIC, "uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    ARABIC(Script.ARABIC, "ar", "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيـ"),
    PERSIAN(Script.ARABIC, "fa", "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیۀة"),
    URDU(Script.ARABIC, "ur", "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیےۃۂۓ"),
    HEBREW(Script.HEBREW, "he", "אבגדהוזחטיכךלמםנןסעפףצץקרשת"),
    YIDDISH(Script.HEBREW, "yi", "אבגדהוזחטיכךלמםנןסעפףצץקרשתײױװ");

    /** South Slavic texts of more than a few words have one of these; what has none is of their neighbours, or too short. */
    private static final String SOUTH_SLAVIC = "ђћјљњџѓќѕ";

    private final Script script;
    private final String tag;
    private final String letters;

    Alphabet(Script script, String tag, String letters) {
        this.script = script;
        this.tag = tag;
        this.letters = letters;
    }

    private boolean fits(String used) {
        boolean south = this == MACEDONIAN || this == SERBIAN;
        return used.codePoints().allMatch(c -> letters.indexOf(c) >= 0)
                && (!south || used.codePoints().anyMatch(c -> SOUTH_SLAVIC.indexOf(c) >= 0));
    }

    /** The languages that have all the letters of this script in the text, in the order of this list. */
    static List<String> of(Script script, String text) {
        String used = text.codePoints()
                .filter(c -> Character.isLetter(c)
                        && Script.of(c).filter(script::equals).isPresent())
                .distinct()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return Arrays.stream(values())
                .filter(alphabet -> alphabet.script == script && alphabet.fits(used))
                .map(alphabet -> alphabet.tag)
                .toList();
    }
}
