package dev.parley.http.direct;

import dev.parley.domain.account.Language;
import dev.parley.http.shared.Talk;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps one talk for each language that somebody reads, so that each message is written once for all who read alike.
 *
 * <p>Everybody says which language theirs is, and may make one up: of more than {@value #MAX} those are forgotten that nobody
 * has asked for the longest. Sockets keep theirs; a new one of such a language costs one more writing of each message, and
 * nobody a translation. Guarded by its lock.
 */
final class Talks {
    static final int MAX = 200;

    private final Function<Language, Talk> making;
    private final Map<Language, Talk> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Language, Talk> eldest) {
            return size() > MAX;
        }
    };

    Talks(Function<Language, Talk> making) {
        this.making = making;
    }

    Talk in(Language language) {
        synchronized (known) {
            Talk talk = known.get(language);
            if (talk == null) {
                talk = making.apply(language);
                known.put(language, talk);
            }
            return talk;
        }
    }
}
