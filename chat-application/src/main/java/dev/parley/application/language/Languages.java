package dev.parley.application.language;

import dev.parley.domain.account.Language;
import dev.parley.domain.language.LanguageDetector;
import dev.parley.domain.language.Prose;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Tells in which language a message is: a function of its content alone, so nobody keeps it.
 *
 * <p>The answers for some messages are remembered, each in the one place that its number gives it, where a later one may
 * replace it: a message that is told to a thousand listeners in two formats is looked at once. Safe for concurrent use,
 * without a lock: who meets another's answer half way asks again.
 */
public final class Languages {
    private static final int PLACES = 8_192;
    private static final int MAX_CHARACTERS = 400;

    private final LanguageDetector detector;
    private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(PLACES);

    public Languages(LanguageDetector detector) {
        this.detector = detector;
    }

    /** @param content a hash: a message is edited a few times, and not into one of the same hash by chance */
    private record Known(RoomId room, Seq seq, int content, Optional<Language> language) {
        boolean isOf(Message message) {
            return seq.equals(message.seq())
                    && room.equals(message.room())
                    && content == message.content().text().hashCode();
        }
    }

    /** The language of the message, a primary one; empty if it cannot be told. */
    public Optional<Language> of(Message message) {
        String text = message.content().text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int place = Math.floorMod(
                31 * Long.hashCode(message.room().value())
                        + Long.hashCode(message.seq().value()),
                PLACES);
        Known last = known.get(place);
        if (last != null && last.isOf(message)) {
            return last.language;
        }
        Optional<Language> language = detector.detect(Prose.words(beginning(text)));
        known.set(place, new Known(message.room(), message.seq(), text.hashCode(), language));
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
