package dev.parley.application.bridge;

import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.ForeignTopics;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The posts that came live and wait for the room's turn. When there are too many they are let go: that they were there is
 * known, and they are asked for. Guarded by its lock.
 */
final class Arrived {
    /** How long the node that has published a post is given to say so. */
    static final Duration COURTESY = Duration.ofMillis(300);

    private static final int MAX_POSTS = 1_000;
    private static final int MAX_CHARACTERS = 1 << 20;

    private final LongSupplier nanoTime;
    private final ArrayDeque<ForeignPost> waiting = new ArrayDeque<>();
    private int characters;
    private long waitingSince;
    private TopicEnd expected = TopicEnd.EMPTY;
    private @Nullable Topic topic;

    Arrived(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes in only what belongs to this topic, and comes from now on: what came before may have been taken back since. */
    synchronized void listenTo(Topic heard) {
        clear();
        if (!heard.equals(topic)) {
            topic = heard;
            expected = TopicEnd.EMPTY;
        }
    }

    synchronized boolean isListeningTo(Topic other) {
        return other.equals(topic);
    }

    synchronized void add(ForeignPost post) {
        if (!isListeningTo(post.topic())) {
            return;
        }
        expected = new TopicEnd(Math.max(expected.posts(), post.number()), expected.retractions());
        if (waiting.size() >= MAX_POSTS || characters > MAX_CHARACTERS) {
            clear();
        }
        if (waiting.isEmpty()) {
            waitingSince = nanoTime.getAsLong();
        }
        waiting.add(post);
        characters += post.text().length();
    }

    /** The topic goes up to there at least. */
    synchronized void expect(Topic ended, TopicEnd end) {
        if (!isListeningTo(ended)) {
            return;
        }
        expected = new TopicEnd(
                Math.max(expected.posts(), end.posts()), Math.max(expected.retractions(), end.retractions()));
    }

    synchronized TopicEnd expected() {
        return expected;
    }

    private void clear() {
        waiting.clear();
        characters = 0;
    }

    /** Whether the post that follows {@code reached} did not come live, and there is one. */
    synchronized boolean isGapBehind(long reached) {
        drop(reached);
        return waiting.isEmpty()
                ? expected.posts() > reached
                : waiting.element().number() > reached + 1;
    }

    /** The posts that follow {@code reached} without a gap; empty if there are none, or they are to be left alone. */
    synchronized Optional<List<ForeignPost>> takeFrom(long reached, boolean patient) {
        drop(reached);
        if (waiting.isEmpty() || waiting.element().number() > reached + 1 || isWaiting(patient)) {
            return Optional.empty();
        }
        List<ForeignPost> taken = new ArrayList<>();
        long next = reached + 1;
        while (!waiting.isEmpty() && waiting.element().number() <= next && taken.size() < ForeignTopics.PAGE) {
            ForeignPost post = waiting.remove();
            characters -= post.text().length();
            if (post.number() == next) {
                taken.add(post);
                next++;
            }
        }
        waitingSince = nanoTime.getAsLong();
        return Optional.of(taken);
    }

    /** Whether there is something to be done now. */
    synchronized boolean hasMore(TopicEnd reached, boolean patient) {
        drop(reached.posts());
        boolean live = !waiting.isEmpty() && waiting.element().number() == reached.posts() + 1;
        if (live) {
            return !isWaiting(patient);
        }
        return expected.posts() > reached.posts() || expected.retractions() > reached.retractions();
    }

    /** Whether posts wait that are to be left alone for a moment. */
    synchronized boolean isLeftAlone(boolean patient) {
        return !waiting.isEmpty() && isWaiting(patient);
    }

    private boolean isWaiting(boolean patient) {
        return patient
                && waiting.size() < ForeignTopics.PAGE
                && nanoTime.getAsLong() - waitingSince < COURTESY.toNanos()
                && waiting.stream().allMatch(post -> post.origin() != null);
    }

    private void drop(long reached) {
        while (!waiting.isEmpty() && waiting.element().number() <= reached) {
            characters -= waiting.remove().text().length();
        }
    }
}
