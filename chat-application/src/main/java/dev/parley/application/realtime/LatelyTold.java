package dev.parley.application.realtime;

import dev.parley.domain.message.Message;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers the messages that were told lately to those who are told of new messages and their translations alone, so that
 * each is told once more when it says the same in more languages than before.
 *
 * <p>For {@link #AGE}, and {@value #MAX} of all rooms together, in some megabytes: what they said is known by its hash. One
 * that is translated later stands in the history. Guarded by its lock.
 */
final class LatelyTold {
    static final int MAX = 50_000;
    static final Duration AGE = Duration.ofMinutes(2);

    private final LongSupplier nanoTime;
    /** In the order in which they were told. */
    private final Map<Key, Said> messages = new LinkedHashMap<>();

    LatelyTold(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Key(long room, long seq) {
        static Key of(Message message) {
            return new Key(message.room().value(), message.seq().value());
        }
    }

    /**
     * @param content a hash: a message is edited a few times, and not into one of the same hash by chance
     * @param languages into how many it had been translated
     * @param at when it was told
     */
    private record Said(int content, int languages, long at) {
        static Said by(Message message, long at) {
            return new Said(
                    message.content().text().hashCode(),
                    message.translations().texts().size(),
                    at);
        }

        /** Whether the message says the same, in more languages. */
        boolean isLess(Message message) {
            Said now = by(message, at);
            return content == now.content && languages < now.languages;
        }
    }

    /** The message was told as a new one. */
    void told(Message message) {
        synchronized (messages) {
            expire();
            messages.remove(Key.of(message)); // It may be told again when the log could not be read.
            messages.put(Key.of(message), Said.by(message, nanoTime.getAsLong()));
            if (messages.size() > MAX) {
                messages.remove(messages.keySet().iterator().next());
            }
        }
    }

    /** Whether the message says the same as when it was told, in more languages; then it is taken to be told so. */
    boolean isMore(Message message) {
        synchronized (messages) {
            expire();
            Said before = messages.get(Key.of(message));
            if (before == null || !before.isLess(message)) {
                return false;
            }
            messages.put(Key.of(message), Said.by(message, before.at));
            return true;
        }
    }

    private void expire() {
        long now = nanoTime.getAsLong();
        Iterator<Said> oldest = messages.values().iterator();
        while (oldest.hasNext() && now - oldest.next().at >= AGE.toNanos()) {
            oldest.remove();
        }
    }

    int size() {
        synchronized (messages) {
            return messages.size();
        }
    }
}
