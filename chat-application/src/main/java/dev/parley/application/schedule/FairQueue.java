package dev.parley.application.schedule;

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
 * A queue of work in which people take turns. Of each one thing at a time is dealt with, in order; so who wants much, or what
 * takes long, waits for oneself. It bounds nothing: who uses it does, and guards it.
 */
public final class FairQueue<K, T> {
    /** What waits for those who have anything, at least one thing each; the turn is that of the first. */
    private final Map<K, Deque<T>> waiting = new LinkedHashMap<>();

    private final Set<K> served = new HashSet<>();
    private int size;

    /** What is dealt with now. */
    public record Turn<K, T>(K whose, T what) {}

    /** How many wait. */
    public int size() {
        return size;
    }

    public void add(K whose, T what) {
        waiting.computeIfAbsent(whose, key -> new ArrayDeque<>(1)).add(what);
        size++;
    }

    /** Whose turn it is who is not served already; null if there is nobody. To be {@link #done}. */
    public @Nullable Turn<K, T> take() {
        Iterator<Map.Entry<K, Deque<T>>> turns = waiting.entrySet().iterator();
        while (turns.hasNext()) {
            Map.Entry<K, Deque<T>> next = turns.next();
            K whose = next.getKey();
            if (served.add(whose)) {
                turns.remove();
                Deque<T> things = next.getValue();
                T what = things.remove();
                if (!things.isEmpty()) {
                    waiting.put(whose, things);
                }
                size--;
                return new Turn<>(whose, what);
            }
        }
        return null;
    }

    /** What was taken has been dealt with. */
    public void done(Turn<K, T> turn) {
        served.remove(turn.whose());
    }

    /** Takes back what was added. Returns whether it was still waiting. */
    public boolean remove(K whose, T what) {
        Deque<T> things = waiting.get(whose);
        if (things == null || !things.remove(what)) {
            return false;
        }
        removed(whose, things);
        return true;
    }

    /** Forgets the oldest thing of whoever has the most. There has to be one. */
    public void drop() {
        Map.Entry<K, Deque<T>> most = Collections.max(
                waiting.entrySet(),
                Comparator.comparingInt(each -> each.getValue().size()));
        most.getValue().remove();
        removed(most.getKey(), most.getValue());
    }

    private void removed(K whose, Deque<T> rest) {
        if (rest.isEmpty()) {
            waiting.remove(whose);
        }
        size--;
    }

    /** Forgets all that waits. */
    public void clear() {
        waiting.clear();
        size = 0;
    }
}
