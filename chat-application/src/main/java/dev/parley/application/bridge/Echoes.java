package dev.parley.application.bridge;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.MessageRef;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows this server's own messages when they come back from the topic.
 *
 * <p>What a post says of its origin is a claim that anybody can make: it is believed only of an account that speaks for
 * the message's author. A post that shows a message which another one shows already, because its answer was lost and it was
 * sent again, is taken back. Confined to the room's turns.
 */
final class Echoes {
    private static final Logger LOG = LoggerFactory.getLogger(Echoes.class);

    private final RoomId room;
    private final MessageLog log;
    private final BridgeLedger ledger;
    private final Findings findings;

    Echoes(RoomId room, MessageLog log, BridgeLedger ledger, Findings findings) {
        this.room = room;
        this.log = log;
        this.ledger = ledger;
        this.findings = findings;
    }

    Optional<Message> message(Seq seq) {
        return log.find(room, seq);
    }

    /** Which of the posts, by number, really are what message. */
    Map<Long, Message> of(List<ForeignPost> posts, Attachment at) {
        NavigableSet<Seq> seqs = new TreeSet<>();
        posts.stream()
                .map(ForeignPost::origin)
                .filter(Objects::nonNull)
                .filter(origin -> origin.room().equals(room))
                .map(MessageRef::seq)
                .forEach(seqs::add);
        Map<Seq, Message> messages = Messages.find(log, room, seqs);
        Map<UserId, ForeignAccount> accounts = accounts(messages.values());
        Map<Long, Message> own = new HashMap<>();
        for (ForeignPost post : posts) {
            MessageRef origin = post.origin();
            Message message = origin == null || !origin.room().equals(room) ? null : messages.get(origin.seq());
            if (message != null
                    && isPlain(post)
                    && isCarriedOut(message, post)
                    && speaks(post.author(), message, accounts, at)) {
                own.put(post.number(), message);
            }
        }
        return own;
    }

    /** What came in from this topic is never published there, but its later versions may be. */
    private static boolean isCarriedOut(Message message, ForeignPost post) {
        return post.replaces() > 0 || !Origins.isOf(message.key(), post.topic());
    }

    private static boolean speaks(
            ForeignAccount speaker, Message message, Map<UserId, ForeignAccount> accounts, Attachment at) {
        return speaker.equals(accounts.get(message.author()))
                || speaker.equals(at.session().accounts().own());
    }

    private Map<UserId, ForeignAccount> accounts(Collection<Message> messages) {
        return ledger.accountsOf(
                messages.stream().map(Message::author).distinct().toList());
    }

    /**
     * What is found out by the return of a message.
     *
     * @param found what was found out just before, by number, and is not durable yet
     */
    List<Post> cameBack(ForeignPost post, Message message, Attachment at, Map<Long, Post> found)
            throws MessengerException {
        List<Post> shown = shown(post.topic(), message.seq(), found);
        if (shown.stream().anyMatch(known -> known.number() == post.number())) {
            return List.of(); // It was said meanwhile, and what is beside it may be its later versions.
        }
        String state = fingerprint(post);
        Post returned = new Post(post.topic(), post.number(), message.seq(), state);
        if (message.deleted()) {
            return List.of(withdrawn(returned, at));
        }
        if (post.replaces() > 0) {
            return shown.stream().allMatch(other -> other.number() < post.number())
                    ? List.of(returned, new Post(post.topic(), post.replaces(), message.seq(), state))
                    : List.of(returned);
        }
        Post twin = shown.stream()
                .filter(other -> !other.state().isEmpty())
                .findFirst()
                .orElse(null);
        if (twin == null) {
            return List.of(returned);
        }
        LOG.info("Message {} of room {} stood twice in {} and is taken back once", message.seq(), room, post.topic());
        return twin.number() < post.number()
                ? List.of(withdrawn(returned, at))
                : List.of(returned, withdrawn(twin, at));
    }

    /** Takes the post back, and says so when that is done; or when it may not be done. */
    Post withdrawn(Post post, Attachment at) throws MessengerException {
        try {
            Flight.await(at.topics().retract(post.topic(), post.number()));
        } catch (MessengerException e) {
            if (e.remedy() != Remedy.NEVER && e.remedy() != Remedy.JOIN) {
                throw e;
            }
            LOG.warn("Post {} of {} stays: {}", post.number(), post.topic(), e.getMessage());
        }
        return new Post(post.topic(), post.number(), post.message(), "");
    }

    /** Whether no later post of the message is known: the last one is what people see. */
    boolean isLatest(ForeignPost post, Seq seq, Map<Long, Post> found) {
        return shown(post.topic(), seq, found).stream().allMatch(other -> other.number() <= post.number());
    }

    /** The posts of the message that are known, in one look: an original is said before its later versions are published. */
    private List<Post> shown(Topic topic, Seq seq, Map<Long, Post> found) {
        List<Post> known = findings.postsOf(topic, List.of(seq)).getOrDefault(seq, List.of());
        return Stream.concat(
                        known.stream().filter(other -> !found.containsKey(other.number())),
                        found.values().stream().filter(other -> other.message().equals(seq)))
                .toList();
    }

    private static boolean isPlain(ForeignPost post) {
        try {
            return !fingerprint(post).isEmpty();
        } catch (ChatException.Invalid e) {
            return false;
        }
    }

    private static String fingerprint(ForeignPost post) {
        return new Content(post.text()).fingerprint();
    }
}
