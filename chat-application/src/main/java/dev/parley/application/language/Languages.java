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
 * who writes them may choose two of one hash. The long ones share a few of the places, so that those who write them do not
 * fill the memory. Safe for concurrent use, without a lock: who meets another's answer half way asks again.
 */
public final class Languages {
    private static final int PLACES = 8_192;

    /** Most messages begin with words, and a few tell their language. */
    private static final int FIRST_CHARACTERS = 400;

    /** For those that begin with code, links, numbers or the like. */
    private static final int MAX_CHARACTERS = 4_000;

    /** Long texts may have one place in so many. */
    private static final int LONG_STEP = 16;

    private final LanguageDetector detector;
    private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(PLACES);

    public Languages(LanguageDetector detector) {
        this.detector = detector;
    }

    private record Known(String text, Optional<Language> language) {}

    /** The language of the message, a primary one; empty if it cannot be told. */
    public Optional<Language> of(Message message) {
        String text = message.content().text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Language> language = of(beginning(text, FIRST_CHARACTERS));
        return language.isPresent() || text.length() <= FIRST_CHARACTERS
                ? language
                : of(beginning(text, MAX_CHARACTERS));
    }

    private Optional<Language> of(String text) {
        int place = Math.floorMod(text.hashCode(), PLACES);
        if (text.length() > FIRST_CHARACTERS) {
            place -= place % LONG_STEP;
        }
        Known last = known.get(place);
        if (last != null && last.text.equals(text)) {
            return last.language;
        }
        Optional<Language> language = detector.detect(Prose.words(text));
        known.set(place, new Known(text, language));
        return language;
    }

    /** Up to a space, so that no link or word is cut in two. */
    private static String beginning(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int space = text.lastIndexOf(' ', most);
        return text.substring(0, space < 0 ? most : space);
    }
}
