package dev.parley.application.bridge;

import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.MessageRef;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.bridge.Publication;
import dev.parley.domain.message.Captions;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Carries what happens in a room to its topic: new messages in the order of their seqs, what became of them after that.
 *
 * <p>At most {@value #WINDOW} are on their way at once, and while something is wrong one: should the messenger refuse one
 * of several, the others would stand before it. Confined to the room's turns.
 */
final class Outbound {
    static final int WINDOW = 16;

    /** No fingerprint. */
    private static final String UNKNOWN = "?";

    private final RoomId room;
    private final MessageLog log;
    private final Findings findings;
    private final Voices voices;
    private final RoomLease lease;
    private final Pace pace;
    private final Berths berths;
    private Head reached = Head.EMPTY;
    private int window = 1;
    private int berth;

    Outbound(RoomId room, MessageLog log, Findings findings, Voices voices, RoomLease lease, Pace pace, Berths berths) {
        this.room = room;
        this.log = log;
        this.findings = findings;
        this.voices = voices;
        this.lease = lease;
        this.pace = pace;
        this.berths = berths;
    }

    /** Goes on from there, carefully. */
    void start(Head carriedOut) {
        reached = carriedOut;
        window = 1;
    }

    /** Others have carried over as much. */
    void advance(Head carriedOut) {
        reached = carriedOut;
    }

    /** Takes a place among all that is sent. Returns whether there is one. */
    boolean board() {
        berth = berths.take(window);
        return berth > 0;
    }

    /** Gives the place to others. */
    void disembark() {
        berths.give(berth);
        berth = 0;
    }

    /** Who is a member may have changed. */
    void forgetVoices() {
        voices.forget();
    }

    /** Carries a page over, to the crew as it is when the page has been read. Returns whether there may be more. */
    boolean carry(Attachment at, Crew crew) throws MessengerException {
        List<Message> changes = log.changesSince(room, reached.lastRev(), pace.page());
        if (changes.isEmpty()) {
            return false;
        }
        List<Message> fresh = changes.stream()
                .filter(change -> change.seq().compareTo(reached.lastSeq()) > 0)
                .toList();
        if (follow(fresh)) {
            Rev end = changes.get(changes.size() - 1).rev();
            publish(at, crew, changes, new Head(fresh.isEmpty() ? reached.lastSeq() : lastSeq(fresh), end));
        } else { // A message that was changed since it was sent has a later rev than those sent after it.
            List<Message> page = log.after(room, reached.lastSeq(), pace.page());
            publish(at, crew, page, new Head(lastSeq(page), reached.lastRev()));
        }
        return true;
    }

    /** Whether these are the next messages of the room, in their order. */
    private boolean follow(List<Message> fresh) {
        long next = reached.lastSeq().value();
        for (Message message : fresh) {
            if (message.seq().value() != ++next) {
                return false;
            }
        }
        return true;
    }

    private static Seq lastSeq(List<Message> messages) {
        return messages.get(messages.size() - 1).seq();
    }

    private void publish(Attachment at, Crew crew, List<Message> messages, Head end) throws MessengerException {
        if (crew.dismiss(at)) {
            voices.forget();
        }
        boolean isBacklog = messages.size() == pace.page();
        if (isBacklog) {
            pace.begin(head());
        }
        Map<Seq, List<Post>> posts =
                findings.postsOf(at.topic(), messages.stream().map(Message::seq).toList());
        Flight flight = new Flight(Math.max(1, berth), voices);
        try {
            for (Message message : messages) {
                carry(message, posts.getOrDefault(message.seq(), unsaid(message, at)), at, flight);
            }
            flight.land();
        } catch (MessengerException e) {
            window = 1;
            demandKnown(flight);
            try {
                findings.add(at.topic(), flight.landed());
            } catch (RuntimeException unwritten) {
                if (e.remedy() != Remedy.LOOK) {
                    throw unwritten; // What was taken is found out again.
                }
                e.addSuppressed(unwritten); // As it is with another session, which this one asks for.
            }
            throw e;
        } catch (RuntimeException e) {
            window = 1;
            demandKnown(flight);
            throw e;
        }
        findings.carriedOut(at.topic(), end, flight.landed());
        reached = end;
        window = WINDOW;
        if (isBacklog) {
            pace.end(head());
        }
    }

    private Head head() {
        return log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
    }

    /** Whether there are changes that have not been carried over. */
    boolean isBehind() {
        return head().lastRev().compareTo(reached.lastRev()) > 0;
    }

    /** How long the senders are to be left alone; not positive if they need not. */
    Duration rest() {
        return pace.rest();
    }

    /** What may still arrive arrives before another session looks. */
    private static void demandKnown(Flight flight) throws MessengerException {
        if (!flight.landAnyway()) {
            throw new MessengerException(Remedy.LOOK, "what came after it: no answer");
        }
    }

    /** Asked directly before each step: what comes before it may take long. */
    private void demandLease() throws MessengerException {
        if (!lease.keep()) {
            throw new MessengerException(Remedy.AGAIN, "another node may have begun to publish");
        }
    }

    /** What shows a message that came in and was changed before anybody could say so: in which state is not known. */
    private static List<Post> unsaid(Message message, Attachment at) {
        return message.deleted() || message.editedAt() != null
                ? Origins.number(message.key(), at.topic()).stream()
                        .map(number -> new Post(at.topic(), number, message.seq(), UNKNOWN))
                        .toList()
                : List.of();
    }

    /** @param shown the posts that show the message */
    private void carry(Message message, List<Post> shown, Attachment at, Flight flight) throws MessengerException {
        if (shown.isEmpty()) {
            boolean fresh = message.seq().compareTo(reached.lastSeq()) > 0;
            if (fresh && !message.deleted() && !Origins.isOf(message.key(), at.topic())) {
                flight.makeRoom();
                flight.add(message, publish(message, 0, at).thenApply(number -> List.of(post(at, number, message))));
            }
        } else if (message.deleted()) {
            flight.land(); // Publications keep their order, and nothing else does.
            for (Post post : shown) {
                if (!post.state().isEmpty()) {
                    flight.makeRoom();
                    demandLease();
                    flight.addRetraction(
                            message,
                            at.topics()
                                    .retract(at.topic(), post.number())
                                    .thenApply(
                                            done -> List.of(new Post(at.topic(), post.number(), message.seq(), ""))));
                }
            }
        } else if (!shown.get(0).state().equals(state(message))) {
            long first = shown.get(0).number();
            flight.makeRoom();
            flight.add(
                    message,
                    publish(message, first, at)
                            .thenApply(number -> List.of(post(at, first, message), post(at, number, message))));
        }
    }

    private static Post post(Attachment at, long number, Message message) {
        return new Post(at.topic(), number, message.seq(), state(message));
    }

    private static String state(Message message) {
        return Captions.fingerprint(message.content(), message.files());
    }

    private CompletableFuture<Long> publish(Message message, long replaced, Attachment at) throws MessengerException {
        UserId author = message.author();
        Optional<ForeignAccount> voice = voices.of(author, at);
        Publication publication = new Publication(
                new MessageRef(room, message.seq(), message.rev()),
                Captions.text(message),
                replaced,
                voice.isPresent() ? null : voices.nameOf(author));
        ForeignAccount account = voice.orElseGet(at.session().accounts()::own);
        demandLease();
        return at.topics().publish(at.topic(), account, publication);
    }
}
