package dev.parley.application.bridge;

import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.Retractions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is being taken back.
 *
 * @param inOrder by their first numbers
 * @param posts how far the topic went
 * @param end the number of the last of these retractions
 * @param again whether it is the second look at those that may need one
 */
record Retracting(List<Retractions.Range> inOrder, long posts, long end, boolean again) {
    static Retracting of(Retractions all, long posts, long known, boolean again) {
        return new Retracting(
                all.ranges().stream()
                        .sorted(Comparator.comparingLong(Retractions.Range::first))
                        .toList(),
                posts,
                all.ranges().isEmpty() ? known : all.last(),
                again);
    }

    /** The next posts above this one, as many as can be asked for at once. */
    List<Long> next(long above) {
        List<Long> numbers = new ArrayList<>();
        long reached = above;
        for (Retractions.Range range : inOrder) {
            long last = Math.min(range.last(), posts);
            for (long number = Math.max(range.first(), reached + 1); number <= last; number++) {
                if (numbers.size() == BridgeLedger.MAX_QUERY) {
                    return numbers;
                }
                numbers.add(number);
                reached = number;
            }
        }
        return numbers;
    }
}
