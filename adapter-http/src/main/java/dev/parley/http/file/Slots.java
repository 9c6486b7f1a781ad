package dev.parley.http.file;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what is under way, in all and of each caller, and lets no more begin than are bearable. One caller may have many while
 * there is room, and few when half is taken: two must not have all. Guarded by its lock.
 */
final class Slots {
    private final int most;
    private final int mostOfOne;
    private final int few;
    private final Map<Object, Integer> underWay = new HashMap<>();
    private int all;

    /**
     * @param mostOfOne the most of one caller while less than half are taken
     * @param few the most of one caller from then on
     */
    Slots(int most, int mostOfOne, int few) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.few = few;
    }

    /**
     * Begins one.
     *
     * @param whose a user, or an address
     * @return ends it, once
     * @throws ChatException.Unavailable if there are too many
     */
    synchronized Runnable take(Object whose) {
        int own = underWay.getOrDefault(whose, 0);
        if (all >= most || own >= (all < most / 2 ? mostOfOne : few)) {
            throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
        }
        all++;
        underWay.put(whose, own + 1);
        boolean[] over = {false};
        return () -> giveBack(whose, over);
    }

    private synchronized void giveBack(Object whose, boolean[] over) {
        if (!over[0]) {
            over[0] = true;
            all--;
            underWay.computeIfPresent(whose, (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
