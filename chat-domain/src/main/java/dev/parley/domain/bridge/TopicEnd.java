package dev.parley.domain.bridge;

/**
 * Where a topic ends.
 *
 * @param posts the number of its last post, 0 if it has none
 * @param retractions the number of the last time that posts were taken back, 0 if none ever were
 */
public record TopicEnd(long posts, long retractions) {
    public static final TopicEnd EMPTY = new TopicEnd(0, 0);

    public TopicEnd {
        if (posts < 0 || retractions < 0) {
            throw new IllegalArgumentException("posts and retractions are numbered from 1");
        }
    }
}
