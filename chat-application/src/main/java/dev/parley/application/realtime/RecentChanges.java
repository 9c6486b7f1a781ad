package dev.parley.application.realtime;

import dev.parley.domain.message.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Its user's number, more or less. */
    private static final int CHARACTERS_OF_A_REACTION = 8;

    private record Change(long rev, long seq, int characters, long at, EncodedEvent event) {}

    private @Nullable ArrayDeque<Change> changes;
    /** The newest of the kept changes of each message. */
    private final Map<Long, Long> latest = new HashMap<>(0);

    private int characters;

    /**
     * Adds a change.
     *
     * @param previous the rev of the change before this one, as the feed saw it
     * @param now in nanoseconds of a clock that only runs forward
     */
    void add(long previous, Message change, long now, EncodedEvent event) {
        long rev = change.rev().value();
        long seq = change.seq().value();
        int length = change.content().text().length() + change.reactions().count() * CHARACTERS_OF_A_REACTION;
        if (changes == null) {
            changes = new ArrayDeque<>(8);
        }
        if (!changes.isEmpty() && changes.getLast().rev != previous) {
            changes.clear();
            latest.clear();
            characters = 0;
        }
        changes.add(new Change(rev, seq, length, now, event));
        latest.put(seq, rev);
        characters += length;
        while (changes.size() > MAX_CHANGES || (characters > MAX_CHARACTERS && changes.size() > 1)) {
            removed(changes.removeFirst());
        }
    }

    private void removed(Change change) {
        characters -= change.characters;
        latest.remove(change.seq, change.rev);
    }

    /** Forgets what is too old. Returns whether anything is left. */
    boolean expire(long now) {
        while (changes != null && !changes.isEmpty() && now - changes.getFirst().at >= AGE.toNanos()) {
            removed(changes.removeFirst());
        }
        if (changes != null && changes.isEmpty()) {
            changes = null;
        }
        return changes != null;
    }

    /** A change that a connection has yet to be sent. */
    record Missed(long rev, long seq, EncodedEvent event) {}

    /**
     * The changes above the cursor, the lowest first and at most so many; of several of one message the newest, as the log
     * would tell it. Null if they are not all here.
     */
    @Nullable
    List<Missed> above(long cursor, int most) {
        if (changes == null || changes.isEmpty() || changes.getFirst().rev > cursor + 1) {
            return null;
        }
        return changes.stream()
                .filter(change -> change.rev > cursor && latest.getOrDefault(change.seq, 0L) == change.rev)
                .limit(most)
                .map(change -> new Missed(change.rev, change.seq, change.event))
                .toList();
    }
}
