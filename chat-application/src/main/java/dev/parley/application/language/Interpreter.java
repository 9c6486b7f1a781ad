package dev.parley.application.language;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Language;
import dev.parley.domain.language.Prose;
import dev.parley.domain.language.Translator;
import dev.parley.domain.message.Content;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Has texts translated, and believes nothing that comes back unseen.
 *
 * <p>What must stay as it is (mentions, links, code, emoji) does not leave the house but in the shape of marks, and has to
 * be there when it comes back, all of it and nothing beside it. A translation that is empty, too long for a message, or far
 * from the length of the original is none.
 *
 * <p>The same text is translated once, also by two who ask at the same time: the newest {@value #MAX_KEPT} are kept. What
 * failed, or came back as no translation, is not: the next one asks again. Guarded by the cache's lock, which is never held while the translator is asked.
 */
public final class Interpreter {
    static final int MAX_KEPT = 1_000;

    /** A translation is longer or shorter than the original by no more than this. */
    private static final int MOST_TIMES = 10;

    private final Translator translator;
    private final int maxLength;
    private final Map<Key, FutureTask<Optional<Content>>> cache = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, FutureTask<Optional<Content>>> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /** @param maxLength of a message, in code points */
    public Interpreter(Translator translator, int maxLength) {
        this.translator = translator;
        this.maxLength = maxLength;
    }

    private record Key(Content content, Language from, Language to) {}

    /**
     * As {@link Translator#translates}.
     *
     * @throws ChatException.Unavailable if the translator does not say
     */
    boolean translates(Language from, Language to) {
        return translator.translates(from, to);
    }

    /**
     * The content in the other language, into which it {@linkplain #translates translates}. Blocks.
     *
     * @return empty if what came back is no translation
     * @throws ChatException.Unavailable if nothing came back
     */
    Optional<Content> translate(Content content, Language from, Language to) {
        Key key = new Key(content, from, to);
        FutureTask<Optional<Content>> mine = new FutureTask<>(() -> ask(content, from, to));
        FutureTask<Optional<Content>> known;
        synchronized (cache) {
            known = cache.putIfAbsent(key, mine);
        }
        if (known == null) {
            mine.run();
        }
        return result(key, known == null ? mine : known);
    }

    private Optional<Content> result(Key key, FutureTask<Optional<Content>> task) {
        try {
            Optional<Content> translation = task.get();
            if (translation.isEmpty()) {
                forget(key, task);
            }
            return translation;
        } catch (ExecutionException e) {
            forget(key, task);
            if (e.getCause() instanceof ChatException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a translation failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN);
        }
    }

    private void forget(Key key, FutureTask<Optional<Content>> task) {
        synchronized (cache) {
            cache.remove(key, task);
        }
    }

    private Optional<Content> ask(Content content, Language from, Language to) {
        Prose prose = Prose.of(content.text());
        if (prose.masked().isEmpty()) {
            return Optional.empty();
        }
        String answer = translator.translate(prose.masked(), from, to);
        if (isAbsurd(answer, prose.masked())) {
            return Optional.empty();
        }
        return prose.restored(answer).flatMap(this::message);
    }

    private static boolean isAbsurd(String answer, String asked) {
        return answer.isBlank()
                || answer.length() > asked.length() * MOST_TIMES
                || asked.length() > answer.length() * MOST_TIMES;
    }

    /** What could not be a message is no translation of one. */
    private Optional<Content> message(String text) {
        try {
            return Optional.of(Content.written(text, maxLength));
        } catch (ChatException.Invalid e) {
            return Optional.empty();
        }
    }
}
