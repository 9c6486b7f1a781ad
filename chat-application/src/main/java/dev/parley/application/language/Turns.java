package dev.parley.application.language;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Message;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for their authors' turns. Of each author one message at a time is dealt with, in order; so who writes
 * much, or what takes long, waits for oneself. Who uses it guards it.
 */
final class Turns {
    /** The messages of those who have any, at least one each; the turn is that of the first. */
    private final Map<UserId, Deque<Message>> waiting = new LinkedHashMap<>();

    private final Set<UserId> served = new HashSet<>();
    private int size;

    int size() {
        return size;
    }

    void add(Message message) {
        waiting.computeIfAbsent(message.author(), author -> new ArrayDeque<>(1)).add(message);
        size++;
    }

    /** The next message of which the author is not served already; null if there is none. To be {@link #done}. */
    @Nullable
    Message take() {
        Iterator<Map.Entry<UserId, Deque<Message>>> turns = waiting.entrySet().iterator();
        while (turns.hasNext()) {
            Map.Entry<UserId, Deque<Message>> next = turns.next();
            UserId author = next.getKey();
            if (served.add(author)) {
                turns.remove();
                Deque<Message> messages = next.getValue();
                Message message = messages.remove();
                if (!messages.isEmpty()) {
                    waiting.put(author, messages);
                }
                size--;
                return message;
            }
        }
        return null;
    }

    /** The message of this author that was taken has been dealt with. */
    void done(UserId author) {
        served.remove(author);
    }

    /** Forgets the oldest message of the author who has the most of them. */
    void drop() {
        Map.Entry<UserId, Deque<Message>> most = Collections.max(
                waiting.entrySet(),
                Comparator.comparingInt(each -> each.getValue().size()));
        most.getValue().remove();
        if (most.getValue().isEmpty()) {
            waiting.remove(most.getKey());
        }
        size--;
    }

    void clear() {
        waiting.clear();
        size = 0;
    }
}
