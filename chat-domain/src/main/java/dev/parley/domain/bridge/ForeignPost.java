package dev.parley.domain.bridge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a topic.
 *
 * @param number its place, 1, 2, 3, …; some are missing for ever
 * @param origin the message that it claims to have been made from; null if it claims none
 * @param replaces the number of the post of which this is a later version, 0 if it is the first
 * @param text as its author wrote it, without the other messenger's marks; empty if it has none
 */
public record ForeignPost(
        Topic topic,
        long number,
        ForeignAccount author,
        Instant at,
        @Nullable MessageRef origin,
        long replaces,
        String text) {}
