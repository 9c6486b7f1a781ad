package dev.parley.domain.language;

import dev.parley.domain.account.Language;
import java.util.Optional;

/** Finds out in which language a text is. Safe for concurrent use. */
public interface LanguageDetector {
    /**
     * The language of the text, as a primary tag such as {@code en}; empty if that cannot be told with confidence, as of
     * few words, of several languages in one, of numbers or code.
     *
     * <p>A function of the text alone: it asks nobody and never fails, and every node of one version says the same.
     */
    Optional<Language> detect(String text);
}
