package dev.parley.application.bridge;

import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a room's posts: what the ledger says, and what was found out since and waits for more of it, lest each
 * message cost a write of its own beside those of the senders. What is lost with the process is found out again.
 *
 * <p>Where other nodes write too, only the marks wait: a post's older state would be written over its newer one. Confined
 * to the room's turns.
 */
final class Findings {
    /** How long anything waits, if a turn comes by. */
    static final Duration PATIENCE = Duration.ofMillis(200);

    private static final int MOST = 100;

    private final RoomId room;
    private final BridgeLedger ledger;
    private final boolean alone;
    private final LongSupplier nanoTime;
    private final Map<Long, Post> unwritten = new TreeMap<>();
    private @Nullable Topic topic;
    private TopicEnd carriedIn = TopicEnd.EMPTY;
    private Head carriedOut = Head.EMPTY;
    private long since;

    /** @param alone whether no other node can use the store */
    Findings(RoomId room, BridgeLedger ledger, boolean alone, LongSupplier nanoTime) {
        this.room = room;
        this.ledger = ledger;
        this.alone = alone;
        this.nanoTime = nanoTime;
    }

    /** The topic has been carried in up to there, which is what these posts show. */
    void carriedIn(Topic from, TopicEnd end, List<Post> posts) {
        collect(from, posts);
        carriedIn = end;
        writeIfShared(posts);
    }

    /** The room has been carried out up to there, which is what these posts show. */
    void carriedOut(Topic to, Head end, List<Post> posts) {
        collect(to, posts);
        carriedOut = end;
        writeIfShared(posts);
    }

    /** These posts show what they say. */
    void add(Topic where, List<Post> posts) {
        collect(where, posts);
        writeIfShared(posts);
    }

    private void collect(Topic where, List<Post> posts) {
        if (!where.equals(topic)) {
            write();
            topic = where;
            since = nanoTime.getAsLong();
        }
        for (Post post : posts) {
            if (unwritten.size() == BridgeLedger.MAX_QUERY) {
                write();
                topic = where;
            }
            unwritten.put(post.number(), post);
        }
    }

    private void writeIfShared(List<Post> posts) {
        if (alone || posts.isEmpty()) {
            return;
        }
        try {
            write();
        } catch (RuntimeException e) {
            forget(); // Until it can be written another node may say something newer. It is found out again.
            throw e;
        }
    }

    /** Makes all durable. */
    void write() {
        if (topic != null) {
            ledger.record(new BridgedRoom(room, topic, carriedIn, carriedOut), List.copyOf(unwritten.values()));
            forget();
        }
    }

    private void forget() {
        topic = null;
        unwritten.clear();
        carriedIn = TopicEnd.EMPTY;
        carriedOut = Head.EMPTY;
    }

    /** Makes all durable if enough has come together, or has waited for long enough. Returns whether all is. */
    boolean writeDue() {
        if (unwritten.size() >= MOST || nanoTime.getAsLong() - since >= PATIENCE.toNanos()) {
            write();
        }
        return topic == null;
    }

    /** See {@link BridgeLedger#posts}. */
    Map<Long, Post> posts(Topic where, Collection<Long> numbers) {
        Map<Long, Post> found = new HashMap<>();
        List<Long> unknown = new ArrayList<>();
        for (Long number : numbers) {
            Post post = where.equals(topic) ? unwritten.get(number) : null;
            if (post == null) {
                unknown.add(number);
            } else {
                found.put(number, post);
            }
        }
        if (!unknown.isEmpty()) {
            found.putAll(ledger.posts(room, where, unknown));
        }
        return found;
    }

    /** See {@link BridgeLedger#postsOf}. */
    Map<Seq, List<Post>> postsOf(Topic where, Collection<Seq> messages) {
        Map<Seq, List<Post>> written = ledger.postsOf(room, where, messages);
        if (!where.equals(topic) || unwritten.isEmpty()) {
            return written;
        }
        Map<Seq, List<Post>> found = new HashMap<>();
        written.values().stream()
                .flatMap(List::stream)
                .filter(post -> !unwritten.containsKey(post.number()))
                .forEach(post -> add(found, post));
        Set<Seq> wanted = new HashSet<>(messages);
        unwritten.values().stream()
                .filter(post -> wanted.contains(post.message()))
                .forEach(post -> add(found, post));
        found.values().forEach(posts -> posts.sort(Comparator.comparingLong(Post::number)));
        return found;
    }

    private static void add(Map<Seq, List<Post>> found, Post post) {
        found.computeIfAbsent(post.message(), seq -> new ArrayList<>()).add(post);
    }
}
