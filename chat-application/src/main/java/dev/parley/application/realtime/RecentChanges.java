package dev.parley.application.realtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last changes that a feed let through, encoded, so that connections which are a little behind, perhaps all of
 * them after a restart, need neither read the log nor encode each for itself. At most {@value #MAX_CHANGES} and {@value
 * #MAX_CHARACTERS} characters, without a hole between them. Confined to the feed's mailbox.
 */
final class RecentChanges {
    /** How long a change is kept. */
    static final Duration AGE = Duration.ofSeconds(10);

    private static final int MAX_CHANGES = 8_000;
    private static final int MAX_CHARACTERS = 1 << 20;

    private record Change(long rev, int characters, long at, EncodedEvent event) {}

    private @Nullable ArrayDeque<Change> changes;
    private int characters;

    /**
     * Adds a change.
     *
     * @param previous the rev of the change before this one, as the feed saw it
     * @param length the characters of its content
     * @param now in nanoseconds of a clock that only runs forward
     */
    void add(long previous, long rev, int length, long now, EncodedEvent event) {
        if (changes == null) {
            changes = new ArrayDeque<>(8);
        }
        if (!changes.isEmpty() && changes.getLast().rev != previous) {
            changes.clear();
            characters = 0;
        }
        changes.add(new Change(rev, length, now, event));
        characters += length;
        while (changes.size() > MAX_CHANGES || (characters > MAX_CHARACTERS && changes.size() > 1)) {
            characters -= changes.removeFirst().characters;
        }
    }

    /** Forgets what is too old. Returns whether anything is left. */
    boolean expire(long now) {
        while (changes != null && !changes.isEmpty() && now - changes.getFirst().at >= AGE.toNanos()) {
            characters -= changes.removeFirst().characters;
        }
        if (changes != null && changes.isEmpty()) {
            changes = null;
        }
        return changes != null;
    }

    /** A change that a connection has yet to be sent. */
    record Missed(long rev, EncodedEvent event) {}

    /** The changes above the cursor, the lowest first and at most so many; null if they are not all here. */
    @Nullable
    List<Missed> above(long cursor, int most) {
        if (changes == null || changes.isEmpty() || changes.getFirst().rev > cursor + 1) {
            return null;
        }
        return changes.stream()
                .filter(change -> change.rev > cursor)
                .limit(most)
                .map(change -> new Missed(change.rev, change.event))
                .toList();
    }
}
