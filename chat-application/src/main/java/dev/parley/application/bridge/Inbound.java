package dev.parley.application.bridge;

import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.ForeignTopics;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.bridge.Retractions;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what stands in a topic into its room, each post once, by number.
 *
 * <p>Posts that come live in their order are taken as they are; after a gap the missing ones are asked for. Where they
 * have been dealt with up to is made durable a little later: what was dealt with before is known by its number, on every
 * node. Confined to the room's turns.
 */
final class Inbound {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final RoomId room;
    private final MessageLog log;
    private final Findings findings;
    private final Scribe scribe;
    private final Arrived arrived;
    private final Letterbox letterbox;
    private TopicEnd reached = TopicEnd.EMPTY;

    Inbound(RoomId room, MessageLog log, Findings findings, Scribe scribe, Arrived arrived, Letterbox letterbox) {
        this.room = room;
        this.log = log;
        this.findings = findings;
        this.scribe = scribe;
        this.arrived = arrived;
        this.letterbox = letterbox;
    }

    /** Goes on from there. */
    void start(TopicEnd carriedIn, TopicEnd end) {
        reached = carriedIn;
        arrived.expect(end);
    }

    /** The topic is known to go up to there. */
    void expect(TopicEnd end) {
        arrived.expect(end);
    }

    /** Whether everything up to this post has been dealt with. */
    boolean hasReached(long number) {
        return reached.posts() >= number;
    }

    /**
     * Carries some over.
     *
     * @param patient whether another node may be about to say what its own posts show: such are left alone for a moment
     * @return whether there is more
     */
    boolean carry(Attachment at, boolean patient) throws MessengerException {
        Optional<List<ForeignPost>> live = arrived.takeFrom(reached.posts(), patient);
        if (live.isPresent()) {
            carry(live.get(), lastOf(live.get(), reached.posts()), at);
        } else if (arrived.isGapBehind(reached.posts())) {
            long from = reached.posts() + 1;
            long known =
                    arrived.expected().posts(); // By now: what comes live after the answer is not in it, nor absent.
            long end = Math.min(from + ForeignTopics.PAGE - 1, known);
            List<ForeignPost> page = at.topics().posts(at.topic(), from);
            carry(page, lastOf(page, end), at);
        } else if (arrived.expected().retractions() > reached.retractions()) {
            retract(at);
        }
        return arrived.hasMore(reached, patient);
    }

    private static long lastOf(List<ForeignPost> posts, long atLeast) {
        return posts.isEmpty()
                ? atLeast
                : Math.max(atLeast, posts.get(posts.size() - 1).number());
    }

    private void carry(List<ForeignPost> posts, long end, Attachment at) throws MessengerException {
        List<Post> shown = letterbox.open(posts, at);
        save(new TopicEnd(end, reached.retractions()), at.topic(), shown);
    }

    private void save(TopicEnd end, Topic topic, List<Post> posts) {
        findings.carriedIn(topic, end, posts);
        reached = end;
    }

    private void retract(Attachment at) throws MessengerException {
        Retractions retractions = at.topics().retractions(at.topic(), reached.retractions());
        if (retractions.ranges().stream().anyMatch(range -> range.last() > reached.posts())) {
            TopicEnd end = at.topics().end(at.topic());
            arrived.expect(end);
            if (reached.posts() < end.posts()) {
                return; // They may still come in, and then it would not be known that they were taken back.
            }
        }
        for (Retractions.Range range : retractions.ranges()) {
            long last = Math.min(range.last(), reached.posts());
            for (long from = range.first(); from <= last; from += BridgeLedger.MAX_QUERY) {
                withdraw(from, Math.min(last, from + BridgeLedger.MAX_QUERY - 1), at.topic());
            }
        }
        long end = retractions.ranges().isEmpty() ? arrived.expected().retractions() : retractions.last();
        save(new TopicEnd(reached.posts(), end), at.topic(), List.of());
    }

    /** Only what came from there is taken back here too: a room's own messages are their authors'. */
    private void withdraw(long first, long last, Topic topic) {
        List<Long> numbers = LongStream.rangeClosed(first, last).boxed().toList();
        Map<Long, Post> known = findings.posts(topic, numbers);
        List<Post> posts = new ArrayList<>(known.values());
        if (known.size() < numbers.size()) {
            posts.addAll(unrecorded(first, last, topic));
        }
        for (Post post : posts) {
            Seq seq = post.message();
            boolean stands = log.find(room, seq)
                    .filter(message -> message.key().equals(Origins.key(topic, post.number())))
                    .filter(message -> !message.deleted())
                    .isPresent();
            if (stands) {
                findings.add(topic, List.of(new Post(topic, post.number(), seq, "")));
                findings.write(); // Before it is done, lest another node does it there too.
                Changed changed = scribe.change(seq, new Change.Delete());
                LOG.debug("Message {} was taken back: {}", seq, changed);
            }
        }
    }

    /** Who died after it had written a message, and before it had said which post that is, has done so not long ago. */
    private List<Post> unrecorded(long first, long last, Topic topic) {
        List<Post> found = new ArrayList<>();
        for (Message message : log.before(room, Seq.END, MessageLog.MAX_PAGE)) {
            Origins.number(message.key(), topic)
                    .filter(number -> first <= number && number <= last)
                    .ifPresent(number -> found.add(new Post(topic, number, message.seq(), "")));
        }
        return found;
    }
}
