package dev.parley.translation;

import dev.parley.domain.account.Language;
import dev.parley.domain.language.LanguageDetector;
import java.util.List;
import java.util.Optional;

/**
 * Tells the language of a text by its script, by its letters, or by its words.
 *
 * <p>Only its first {@value #MAX_LETTERS} letters are looked at: more would cost time and tell no more.
 */
final class TextDetector implements LanguageDetector {
    private static final int MAX_LETTERS = 120;

    @Override
    public Optional<Language> detect(String text) {
        Letters letters = Letters.of(text, MAX_LETTERS);
        Optional<Script> script = letters.script();
        return script.isEmpty()
                ? Optional.empty()
                : switch (script.get()) {
                    case LATIN ->
                        Words.LATIN
                                .language(letters.text())
                                .filter(language -> !Latin.isOfNeighbour(letters.text(), language.tag()));
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
        return possible.size() == 1 ? Optional.of(new Language(possible.get(0))) : words.language(text, possible);
    }

    void warmUp() {
        Words.LATIN.warmUp();
        Words.CYRILLIC.warmUp();
        Words.ARABIC.warmUp();
    }
}
