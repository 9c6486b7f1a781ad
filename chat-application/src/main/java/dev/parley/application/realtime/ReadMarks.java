package dev.parley.application.realtime;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers how far people have read, the latest mark of each: of a thousand who read the same message the room hears of a
 * few, once a second. At most {@value #MAX_USERS} wait, the rest is left out. Confined to the feed's mailbox.
 */
final class ReadMarks {
    static final int MAX_TOLD = 16;

    private static final int MAX_USERS = 64;

    private @Nullable Map<UserId, Seq> waiting;

    void add(UserId user, Seq seq) {
        if (waiting == null) {
            waiting = new LinkedHashMap<>(4);
        }
        if (waiting.size() < MAX_USERS || waiting.containsKey(user)) {
            waiting.merge(user, seq, (known, fresh) -> known.compareTo(fresh) > 0 ? known : fresh);
        }
    }

    /** Takes those that have waited longest, {@value #MAX_TOLD} at most. */
    List<Map.Entry<UserId, Seq>> take() {
        if (waiting == null) {
            return List.of();
        }
        List<Map.Entry<UserId, Seq>> taken =
                new ArrayList<>(waiting.entrySet().stream().limit(MAX_TOLD).toList());
        taken.forEach(mark -> waiting.remove(mark.getKey()));
        if (waiting.isEmpty()) {
            waiting = null;
        }
        return taken;
    }

    boolean isEmpty() {
        return waiting == null;
    }
}
