package dev.parley.translation;

import dev.parley.domain.account.Language;
import dev.parley.domain.language.LanguageDetector;
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
                    case LATIN -> letters.telling().or(() -> LatinWords.language(letters.text()));
                    case CYRILLIC, ARABIC, HEBREW, HAN -> letters.telling();
                    default -> Optional.ofNullable(script.get().language());
                };
    }

    void warmUp() {
        LatinWords.warmUp();
    }
}
