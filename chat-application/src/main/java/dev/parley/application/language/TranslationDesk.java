package dev.parley.application.language;

import dev.parley.application.limit.RateLimiter;
import dev.parley.application.message.Messaging;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Translates one message for one reader, who waits for it. Nothing of that is kept in the message.
 *
 * <p>At most {@value #MAX_AT_ONCE} wait for the translator, {@value #MAX_OF_ONE} of one reader. Safe for concurrent use.
 */
public final class TranslationDesk {
    static final int MAX_AT_ONCE = 8;
    static final int MAX_OF_ONE = 4;

    private final @Nullable Interpreter interpreter;
    private final Languages languages;
    private final Messaging messaging;
    private final RateLimiter perUser;
    /** How many questions of each reader wait; of those who have none there is nothing here. Guarded by itself, as are the places. */
    private final Map<UserId, Integer> waiting = new HashMap<>();

    private int places = MAX_AT_ONCE;

    /** @param interpreter null if nothing is translated here */
    public TranslationDesk(
            @Nullable Interpreter interpreter, Languages languages, Messaging messaging, RateLimiter perUser) {
        this.interpreter = interpreter;
        this.languages = languages;
        this.messaging = messaging;
        this.perUser = perUser;
    }

    /** Whether anything is translated here. */
    public boolean isOpen() {
        return interpreter != null;
    }

    /**
     * The message in the language. Blocks.
     *
     * @throws ChatException.NotFound if there is no such message that the reader may read
     * @throws ChatException.Conflict if it was deleted, or its own language is not known
     * @throws ChatException.Unsupported if there is no translator, or none between these languages
     * @throws ChatException.Unavailable if the translator does not answer, or not with a translation
     */
    public Translated translate(UserId reader, RoomId room, Seq seq, Language language) {
        Message message = messaging.read(reader, room, seq);
        if (message.deleted()) {
            throw new ChatException.Conflict(ErrorCode.MESSAGE_DELETED);
        }
        if (interpreter == null) {
            throw new ChatException.Unsupported(ErrorCode.NO_TRANSLATOR);
        }
        Language from = languages.of(message).orElseThrow(() -> new ChatException.Conflict(ErrorCode.LANGUAGE_UNKNOWN));
        Language to = language.primary();
        Content known = from.equals(to)
                ? message.content()
                : message.translations().texts().get(to);
        return new Translated(from, to, known == null ? ask(interpreter, reader, message, from, to) : known);
    }

    private Content ask(Interpreter asked, UserId reader, Message message, Language from, Language to) {
        perUser.take(reader.toString());
        takePlace(reader);
        Optional<Content> translation;
        try {
            if (!asked.translates(from, to)) {
                throw new ChatException.Unsupported(ErrorCode.LANGUAGE_PAIR_UNSUPPORTED);
            }
            translation = asked.translate(message.content(), from, to);
        } finally {
            leavePlace(reader);
        }
        return translation.orElseThrow(() -> new ChatException.Unavailable(ErrorCode.TRANSLATION_UNAVAILABLE));
    }

    private void takePlace(UserId reader) {
        synchronized (waiting) {
            int own = waiting.getOrDefault(reader, 0);
            if (own == MAX_OF_ONE || places == 0) {
                throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
            }
            waiting.put(reader, own + 1);
            places--;
        }
    }

    private void leavePlace(UserId reader) {
        synchronized (waiting) {
            waiting.computeIfPresent(reader, (id, own) -> own == 1 ? null : own - 1);
            places++;
        }
    }
}
