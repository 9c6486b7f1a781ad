package dev.parley.application.language;

import dev.parley.domain.account.Language;
import dev.parley.domain.language.LanguageDetector;
import dev.parley.domain.language.Prose;
import dev.parley.domain.message.Message;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Tells in which language a message is: a function of its content alone, so nobody keeps it.
 *
 * <p>The answers for some texts are remembered, each in the one place that its hash gives it, where another may replace
 * it: a message that is told to a thousand listeners in two formats is looked at once. The texts themselves are compared, for
 * who writes them may choose two of one hash. Safe for concurrent use, without a lock: who meets another's answer half way
 * asks again.
 */
public final class Languages {
    private static final int PLACES = 8_192;
    private static final int MAX_CHARACTERS = 400;

    private final LanguageDetector detector;
    private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(PLACES);

    public Languages(LanguageDetector detector) {
        this.detector = detector;
    }

    private record Known(String text, Optional<Language> language) {}

    /** The language of the message, a primary one; empty if it cannot be told. */
    public Optional<Language> of(Message message) {
        String text = beginning(message.content().text());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int place = Math.floorMod(text.hashCode(), PLACES);
        Known last = known.get(place);
        if (last != null && last.text.equals(text)) {
            return last.language;
        }
        Optional<Language> language = detector.detect(Prose.words(text));
        known.set(place, new Known(text, language));
        return language;
    }

    /** As much of it as tells the language: up to a space, so that no link or word is cut in two. */
    private static String beginning(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        int space = text.lastIndexOf(' ', MAX_CHARACTERS);
        return text.substring(0, space < 0 ? MAX_CHARACTERS : space);
    }
}
