package dev.parley.application.realtime;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last changes that a feed let through, so that a connection which is only a little behind need not read the
 * log. At most {@value #MAX_CHANGES}, without a hole between them. Confined to the feed's mailbox.
 */
final class RecentChanges {
    private static final int MAX_CHANGES = 128;

    private record Change(long rev, EncodedEvent event) {}

    private @Nullable ArrayDeque<Change> changes;

    /** @param previous the rev of the change before this one, as the feed saw it */
    void add(long previous, long rev, EncodedEvent event) {
        if (changes == null) {
            changes = new ArrayDeque<>(8);
        }
        if (!changes.isEmpty() && changes.getLast().rev != previous) {
            changes.clear();
        }
        if (changes.size() == MAX_CHANGES) {
            changes.removeFirst();
        }
        changes.add(new Change(rev, event));
    }

    /** The changes above the cursor, or null if they are not all here. */
    @Nullable
    List<EncodedEvent> above(long cursor) {
        if (changes == null || changes.isEmpty() || changes.getFirst().rev > cursor + 1) {
            return null;
        }
        return changes.stream()
                .filter(change -> change.rev > cursor)
                .map(Change::event)
                .toList();
    }
}
