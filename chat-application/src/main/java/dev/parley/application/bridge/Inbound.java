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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

    /** How many pages of the log are looked through for a message of which nobody has said which post it is. */
    private static final int NOT_LONG_AGO = 10;

    /** The same for one that was appended since it was looked for: a flood of hundreds in a second. */
    private static final int SINCE = 200;

    private final RoomId room;
    private final MessageLog log;
    private final Findings findings;
    private final Scribe scribe;
    private final Arrived arrived;
    private final Letterbox letterbox;
    private final Latecomers latecomers;
    private @Nullable Topic followed;
    private TopicEnd reached = TopicEnd.EMPTY;
    /** What is being taken back in several turns, and up to which post that is done. */
    private @Nullable Retracting underway;

    private long withdrawn;
    /** Where the log ended when a message of what is being taken back was looked for in vain; null if all were found. */
    private @Nullable Seq missed;

    Inbound(
            RoomId room,
            MessageLog log,
            Findings findings,
            Scribe scribe,
            Arrived arrived,
            Letterbox letterbox,
            LongSupplier nanoTime) {
        this.room = room;
        this.log = log;
        this.findings = findings;
        this.scribe = scribe;
        this.arrived = arrived;
        this.letterbox = letterbox;
        this.latecomers = new Latecomers(nanoTime);
    }

    /**
     * Goes on from there; in the same topic with the retractions that it has not dealt with itself: it may have carried a
     * post in after others had dealt with its retraction.
     */
    void start(Topic from, TopicEnd carriedIn) {
        underway = null;
        if (from.equals(followed)) {
            reached = new TopicEnd(carriedIn.posts(), reached.retractions());
            return;
        }
        followed = from;
        reached = carriedIn;
        latecomers.start(carriedIn.retractions());
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
        } else if (arrived.expected().retractions() > reached.retractions() || latecomers.areDue()) {
            retract(at);
        }
        return arrived.hasMore(reached, patient) || latecomers.areDue();
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
        findings.carriedIn(topic, new TopicEnd(end.posts(), latecomers.settled()), posts);
        reached = end;
    }

    private void retract(Attachment at) throws MessengerException {
        if (underway == null && !beginRetracting(at)) {
            return;
        }
        Retracting current = Objects.requireNonNull(underway);
        List<Long> numbers = current.next(withdrawn);
        if (!numbers.isEmpty()) {
            withdraw(numbers, at.topic());
            withdrawn = numbers.get(numbers.size() - 1);
        }
        if (numbers.size() < BridgeLedger.MAX_QUERY) {
            underway = null;
            if (current.again()) {
                latecomers.lookedAgain(current.end(), missed);
            } else {
                latecomers.looked(current.end(), missed);
            }
            save(new TopicEnd(reached.posts(), Math.max(reached.retractions(), current.end())), at.topic(), List.of());
        }
    }

    /** Asks what was taken back since. Returns whether that can be done here: not while some of it is still to come in. */
    private boolean beginRetracting(Attachment at) throws MessengerException {
        long known = arrived.expected().retractions(); // By now, as above.
        boolean again = latecomers.areDue();
        Retractions retractions =
                at.topics().retractions(at.topic(), again ? latecomers.settled() : reached.retractions());
        if (retractions.ranges().stream().anyMatch(range -> range.last() > reached.posts())) {
            TopicEnd end = at.topics().end(at.topic());
            arrived.expect(at.topic(), end);
            if (reached.posts() < end.posts()) {
                return false; // They may still come in, and then it would not be known that they were taken back.
            }
        }
        underway = Retracting.of(retractions, reached.posts(), known, again);
        withdrawn = 0;
        missed = null;
        return true;
    }

    /** Only what came from there is taken back here too: a room's own messages are their authors'. */
    private void withdraw(List<Long> numbers, Topic topic) {
        Map<Long, Post> shown = findings.posts(topic, numbers);
        List<Post> posts = new ArrayList<>(shown.values());
        if (shown.size() < numbers.size()) {
            Set<Long> missing = new HashSet<>(numbers);
            missing.removeAll(shown.keySet());
            posts.addAll(unrecorded(missing, topic));
        }
        NavigableSet<Seq> seqs = posts.stream().map(Post::message).collect(Collectors.toCollection(TreeSet::new));
        Map<Seq, Message> messages = Messages.find(log, room, seqs);
        List<Post> gone = posts.stream()
                .filter(post -> isIn(messages.get(post.message()), post))
                .map(post -> new Post(topic, post.number(), post.message(), ""))
                .toList();
        if (gone.isEmpty()) {
            return;
        }
        findings.add(topic, gone);
        findings.write(); // Before it is done, lest another node does it there too.
        for (Post post : gone) {
            Changed changed = scribe.change(post.message(), new Change.Delete());
            LOG.debug("Message {} was taken back: {}", post.message(), changed);
        }
    }

    /** Whether the message stands, and came in as this post. */
    private static boolean isIn(@Nullable Message message, Post post) {
        return message != null && !message.deleted() && message.key().equals(Origins.key(post.topic(), post.number()));
    }

    /** Who died after it had written a message, and before it had said which post that is, has done so not long ago. */
    private List<Post> unrecorded(Set<Long> numbers, Topic topic) {
        boolean again = underway != null && underway.again();
        int most = again ? SINCE : NOT_LONG_AGO;
        Seq start = again ? latecomers.missed() : Seq.ZERO;
        List<Post> found = new ArrayList<>();
        List<Message> page = log.before(room, Seq.END, MessageLog.MAX_PAGE);
        Seq end = page.isEmpty() ? Seq.ZERO : page.get(page.size() - 1).seq();
        for (int pages = 0; !page.isEmpty() && pages < most && found.size() < numbers.size(); pages++) {
            for (Message message : page) {
                Origins.number(message.key(), topic)
                        .filter(numbers::contains)
                        .ifPresent(number -> found.add(new Post(topic, number, message.seq(), "")));
            }
            Seq first = page.get(0).seq();
            page = first.compareTo(start) > 0 ? log.before(room, first, MessageLog.MAX_PAGE) : List.of();
        }
        if (found.size() < numbers.size() && missed == null) {
            missed = end;
        }
        return found;
    }
}
