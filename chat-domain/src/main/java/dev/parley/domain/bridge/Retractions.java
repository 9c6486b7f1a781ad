package dev.parley.domain.bridge;

import java.util.List;

/**
 * Posts that were taken back.
 *
 * @param ranges of their numbers
 * @param last the number of the last retraction among them
 */
public record Retractions(List<Range> ranges, long last) {
    /** From {@code first} to {@code last}, both included. */
    public record Range(long first, long last) {}
}
