package dev.parley.translation;

import dev.parley.domain.account.Language;
import dev.parley.domain.language.LanguageDetector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the language of a text by its script, by its letters, or by its words.
 *
 * <p>Only its first {@value #MAX_LETTERS} letters are looked at: more would cost time and tell no more.
 */
final class TextDetector implements LanguageDetector {
    private static final int MAX_LETTERS = 120;

    /** Letters that one language in Latin letters has alone. */
    private static final Map<String, String> TELLING = Map.of("hu", "őű", "lv", "ģķļņ", "lt", "ėįų");

    /** Letters that a language does not have, and its nearest neighbours have, whose words are much the same. */
    private static final Map<String, String> FOREIGN =
            Map.of("cs", "ľĺŕôä", "es", "àèòçâêôãõ", "fi", "õü", "it", "çâêôãõñ", "sv", "æø", "tr", "əä", "id", "ñäöü");

    /** One may be in a name. */
    private static final int FOREIGN_WORDS = 2;

    @Override
    public Optional<Language> detect(String text) {
        Letters letters = Letters.of(text, MAX_LETTERS);
        Optional<Script> script = letters.script();
        return script.isEmpty()
                ? Optional.empty()
                : switch (script.get()) {
                    case LATIN -> latin(letters.text());
                    case CYRILLIC -> lettered(Script.CYRILLIC, letters.text(), Words.CYRILLIC);
                    case ARABIC -> lettered(Script.ARABIC, letters.text(), Words.ARABIC);
                    case HEBREW ->
                        Alphabet.of(Script.HEBREW, letters.text()).stream()
                                .findFirst()
                                .map(Language::new);
                    case HAN -> letters.has(Script.KANA) ? Optional.empty() : Optional.of(new Language("zh"));
                    default -> Optional.ofNullable(script.get().language());
                };
    }

    private static Optional<Language> lettered(Script script, String text, Words words) {
        List<String> possible = Alphabet.of(script, text);
        return possible.size() == 1
                ? Optional.of(new Language(possible.get(0)))
                : words.language(text).filter(language -> possible.contains(language.tag()));
    }

    private static Optional<Language> latin(String text) {
        return TELLING.entrySet().stream()
                .filter(letters -> has(text, letters.getValue()))
                .findAny()
                .map(letters -> new Language(letters.getKey()))
                .or(() -> Words.LATIN.language(text).filter(language -> !isNeighbour(text, language)));
    }

    private static boolean isNeighbour(String text, Language told) {
        String foreign = FOREIGN.getOrDefault(told.tag(), "");
        return List.of(text.split(" ", -1)).stream()
                        .filter(word -> has(word, foreign))
                        .count()
                >= FOREIGN_WORDS;
    }

    private static boolean has(String text, String letters) {
        return text.chars().anyMatch(c -> letters.indexOf(c) >= 0);
    }

    void warmUp() {
        Words.LATIN.warmUp();
        Words.CYRILLIC.warmUp();
        Words.ARABIC.warmUp();
    }
}
