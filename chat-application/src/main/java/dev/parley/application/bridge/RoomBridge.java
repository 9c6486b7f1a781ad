package dev.parley.application.bridge;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one room and its topic over to each other, in turns.
 *
 * <p>A turn happens after each event. With a new session it attaches first; then it carries in,
 * then out. It carries nothing out before it is <em>settled</em>: what an earlier session, or another node that died, had
 * sent may still be on its way into the topic, so it waits for a moment and carries in up to the end of the topic, lest it
 * send twice. What goes wrong ends the turn, and the next one finds out what is left to be done.
 */
final class RoomBridge {
    private static final Logger LOG = LoggerFactory.getLogger(RoomBridge.class);

    /** How long a post may stay unnoticed of which nothing came. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    /** When a lease is asked for again that another node has. */
    private static final Duration NOT_OURS = Duration.ofMillis(50);

    /** When a place is asked for again among all that is sent. */
    private static final Duration CROWDED = Duration.ofMillis(20);

    /** How many pages come in for each that goes out: what goes out comes back, so one would never do. */
    private static final int IN_BEFORE_OUT = 10;

    private final RoomId room;
    private final BridgeLedger ledger;
    private final Findings findings;
    private final RoomLease lease;
    private final Lanes lanes;
    private final LongSupplier nanoTime;

    private final Turns turns;
    private final Setbacks setbacks;
    private final Settling settling;
    private final AtomicBoolean news = new AtomicBoolean(true);
    private final AtomicBoolean doubt = new AtomicBoolean();
    private final AtomicBoolean detached = new AtomicBoolean();
    private final AtomicBoolean changed = new AtomicBoolean();
    private final AtomicBoolean regrouped = new AtomicBoolean();
    private volatile @Nullable ForeignSession session;
    private volatile boolean closed;
    private volatile boolean resting;
    private volatile @Nullable Runnable departure;

    private @Nullable Attachment attachment;
    private boolean departed;
    private long lookedAt;

    /** The ways over. */
    record Lanes(Finder topics, Arrived arrived, Inbound inbound, Outbound outbound, Notes notes, Crew crew) {}

    RoomBridge(
            RoomId room, BridgeLedger ledger, Findings findings, RoomLease lease, Lanes lanes, Scheduling scheduling) {
        this.room = room;
        this.ledger = ledger;
        this.findings = findings;
        this.lease = lease;
        this.lanes = lanes;
        this.nanoTime = scheduling.nanoTime();
        this.turns = new Turns(scheduling, this::turn);
        this.setbacks = new Setbacks(room, nanoTime);
        this.settling = new Settling(lanes.arrived, lanes.inbound, nanoTime);
    }

    void connected(ForeignSession opened) {
        session = opened;
        turns.call();
    }

    void disconnected() {
        session = null;
        turns.call();
    }

    void detached() {
        detached.set(true);
        turns.call();
    }

    void posted(ForeignPost post) {
        lanes.arrived.add(post);
        turns.call();
    }

    void retracted(Topic topic, long last) {
        lanes.arrived.expect(topic, new TopicEnd(0, last));
        turns.call();
    }

    /** Something was committed in the room. */
    void committed() {
        news.set(true);
        if (session != null) {
            turns.call();
        }
    }

    /** Something may have been committed that nobody told of. */
    void doubt() {
        doubt.set(true);
        turns.call();
    }

    /** The room is called otherwise, or other people are in it, or it is gone. */
    void changed() {
        changed.set(true);
        turns.call();
    }

    /** The topic has other members. */
    void regrouped() {
        regrouped.set(true);
        turns.call();
    }

    /** A user of this server is writing, or has read up to there. */
    void typing(UserId user) {
        callIf(lanes.notes.typing(user));
    }

    void read(UserId user, Seq seq) {
        callIf(lanes.notes.read(user, seq));
    }

    /** Somebody there is writing, or has read up to this post. */
    void typing(ForeignAccount account) {
        callIf(lanes.notes.typingThere(account));
    }

    void read(ForeignAccount account, long number) {
        callIf(lanes.notes.readThere(account, number));
    }

    private void callIf(boolean needed) {
        if (needed) {
            turns.call();
        }
    }

    boolean isAbout(Topic topic) {
        return lanes.arrived.isListeningTo(topic);
    }

    /** Whether all has been carried over, as far as anybody has told, or nothing can be. */
    boolean isAtRest() {
        return (resting || setbacks.areLasting()) && turns.isIdle();
    }

    /** Whether it has been told to leave. */
    boolean isLeaving() {
        return departure != null;
    }

    /** Hears no more of its topic after the present turn, and then has this done. */
    void leave(Runnable departed) {
        departure = departed;
        turns.call();
    }

    /** Ends after the present turn. */
    void close() {
        closed = true;
        turns.call();
    }

    /** Whether no turn is under way or called for. */
    boolean isIdle() {
        return turns.isIdle();
    }

    private long now() {
        return nanoTime.getAsLong();
    }

    private void turn() {
        ForeignSession current = session;
        Runnable leaving = departure;
        resting = false;
        try {
            if (leaving != null) {
                depart(current, leaving);
            } else if (current == null || closed) {
                letGo();
            } else if (setbacks.isResting(current)) {
                turns.callAfter(setbacks.rest());
            } else {
                carry(current);
            }
        } catch (MessengerException e) {
            setbacks.stumbled(e);
            amend(e, current);
        } catch (ChatException.Unavailable e) {
            LOG.debug("Room {}: the store is away", room, e);
            pause(current, false);
        } catch (RuntimeException e) {
            setbacks.broke(e);
            pause(current, true);
        }
    }

    private void letGo() {
        attachment = null;
        findings.write();
        if (settling.isOver()) {
            lease.release();
        } else {
            lease.abandon();
        }
    }

    private void depart(@Nullable ForeignSession current, Runnable leaving) {
        if (departed) {
            return;
        }
        Attachment at = attachment;
        letGo();
        departed = true;
        if (!closed && at != null && at.session() == current) {
            try {
                at.topics().detach(at.topic());
            } catch (MessengerException e) {
                LOG.debug("Room {} may still be heard: {}", room, e.getMessage());
            }
        }
        leaving.run();
    }

    private void carry(ForeignSession current) throws MessengerException {
        Attachment at = attachment;
        if (detached.getAndSet(false) || at == null || at.session() != current) {
            at = attach(current);
            if (at == null) {
                return;
            }
        }
        if (changed.get() && !refresh(at)) {
            return;
        }
        if (now() - lookedAt >= LOOK.toNanos()) {
            look(at);
        }
        boolean patient = !lease.isHeld();
        boolean more = lanes.inbound.carry(at, patient);
        for (int pages = 1; more && pages < IN_BEFORE_OUT; pages++) {
            more = lanes.inbound.carry(at, patient);
        }
        lanes.notes.carry(at);
        more |= settling.isOver() ? carryOut(at) : settle(at);
        boolean durable = findings.writeDue();
        if (!durable) {
            turns.callAfter(Findings.PATIENCE);
        }
        boolean leftAlone = lanes.arrived.isLeftAlone(patient);
        if (more) {
            turns.call();
        } else if (leftAlone) {
            turns.callAfter(Arrived.COURTESY);
        }
        resting = durable && !more && !leftAlone && settling.isOver() && !news.get() && !regrouped.get();
    }

    /** Looks at what has changed of the room. Returns whether the session is still attached. */
    private boolean refresh(Attachment at) throws MessengerException {
        changed.set(false);
        regrouped.set(true);
        boolean done = false;
        try {
            if (!lanes.topics.refresh(at)) {
                attachment = null;
                turns.call();
            }
            done = true;
        } finally {
            if (!done) {
                changed.set(true);
            }
        }
        return attachment != null;
    }

    /** What did not come is found sooner or later, also if nothing comes after it. */
    private void look(Attachment at) throws MessengerException {
        lanes.arrived.expect(at.topic(), at.topics().end(at.topic()));
        lookedAt = now();
    }

    private @Nullable Attachment attach(ForeignSession current) throws MessengerException {
        attachment = null;
        findings.write();
        Finder.Outcome outcome = lanes.topics.attach(current);
        if (outcome instanceof Finder.Outcome.Found found) {
            lanes.inbound.start(found.marks().carriedIn());
            lanes.arrived.expect(found.attachment().topic(), found.end());
            lanes.outbound.start(found.marks().carriedOut());
            attachment = found.attachment();
            lookedAt = now();
            unsettle();
            changed.set(true);
            return found.attachment();
        }
        if (outcome instanceof Finder.Outcome.Gone) {
            lease.release();
            resting = true;
        } else {
            turns.callAfter(NOT_OURS);
        }
        return null;
    }

    private void unsettle() {
        settling.begin();
        news.set(true);
    }

    private boolean settle(Attachment at) throws MessengerException {
        Duration left = settling.left();
        if (isPositive(left)) {
            turns.callAfter(left);
            return false;
        }
        return settling.goOn(at);
    }

    private static boolean isPositive(Duration time) {
        return time.compareTo(Duration.ZERO) > 0;
    }

    private boolean carryOut(Attachment at) throws MessengerException {
        if (doubt.getAndSet(false) && lanes.outbound.isBehind()) {
            news.set(true);
        }
        if (!news.get() && !regrouped.get()) {
            setbacks.overcome();
            return false;
        }
        Duration rest = lanes.outbound.rest();
        if (isPositive(rest) && !regrouped.get()) {
            turns.callAfter(rest);
            return false;
        }
        RoomLease.Grip grip = lease.hold();
        if (grip == RoomLease.Grip.NOT_HELD) {
            turns.callAfter(NOT_OURS);
            return false;
        }
        if (grip != RoomLease.Grip.KEPT) {
            catchUp(at);
            if (grip == RoomLease.Grip.TAKEN_OVER) {
                unsettle();
            }
            return true;
        }
        if (regrouped.get()) {
            compare(at); // First, for what is said next is not for those who have left.
            return true;
        }
        if (!lanes.outbound.board()) {
            turns.callAfter(CROWDED);
            return false;
        }
        news.set(false);
        boolean more = true; // Also if it fails.
        try {
            more = lanes.outbound.carry(at);
            setbacks.overcome();
        } catch (RuntimeException e) {
            unsettle(); // Something may have been taken that nobody knows of.
            throw e;
        } finally {
            lanes.outbound.disembark();
            if (more) {
                news.set(true);
            }
        }
        if (!more && lease.isShared()) {
            findings.write(); // Whoever comes next goes on from there.
            lease.release();
        }
        return more;
    }

    private void compare(Attachment at) throws MessengerException {
        regrouped.set(false);
        news.set(true);
        boolean more = true; // Also if it fails.
        try {
            lanes.outbound.forgetVoices();
            more = lanes.crew.compare(at);
        } finally {
            if (more) {
                regrouped.set(true);
            }
        }
    }

    /** Learns what others have carried out, and where. */
    private void catchUp(Attachment at) {
        try {
            findings.write();
            BridgedRoom marks = ledger.find(room).orElseThrow();
            if (!marks.topic().equals(at.topic())) {
                attachment = null;
            }
            lanes.outbound.advance(marks.carriedOut());
        } catch (RuntimeException e) {
            lease.abandon(); // It is taken again, and this is done again.
            throw e;
        }
    }

    /** What keeps the room from being carried over, for the operator; empty if nothing does. */
    String trouble() {
        return setbacks.trouble();
    }

    private void amend(MessengerException e, @Nullable ForeignSession asked) {
        switch (e.remedy()) {
            case LOOK -> {
                settling.begin();
                attachment = null;
                if (asked != null) {
                    asked.abandon();
                }
            }
            case ATTACH, MISSING -> {
                attachment = null;
                pause(asked, false);
            }
            case AGAIN, JOIN -> pause(asked, false);
            case NEVER -> pause(asked, true);
        }
    }

    private void pause(@Nullable ForeignSession asked, boolean lasting) {
        turns.callAfter(setbacks.suffer(asked, lasting));
    }
}
