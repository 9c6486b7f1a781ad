package dev.parley.application.bridge;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done in a room's turn: with a new session it attaches first; then it carries in, then out.
 *
 * <p>It carries nothing out before it is <em>settled</em>: what an earlier session, or another node that died, had sent may
 * still be on its way into the topic, so it waits for a moment and carries in up to the end of the topic, lest it send
 * twice. Who is a member is compared before anything is said. Confined to the room's turns.
 */
final class Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);

    /** How long a post may stay unnoticed of which nothing came. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    /** When a lease is asked for again that another node has. */
    private static final Duration NOT_OURS = Duration.ofMillis(50);

    /** When a place is asked for again among all that is sent. */
    private static final Duration CROWDED = Duration.ofMillis(20);

    /** When what is left of a comparison is done; meanwhile it goes on with the messages. */
    private static final Duration MORE = Duration.ofMillis(100);

    private static final Duration LONGEST_REST = Duration.ofSeconds(10);
    private static final int REST_FOR_WORK = 7;

    /** How many pages come in for each that goes out: what goes out comes back, so one would never do. */
    private static final int IN_BEFORE_OUT = 10;

    private final RoomId room;
    private final BridgeLedger ledger;
    private final Findings findings;
    private final RoomLease lease;
    private final RoomBridge.Lanes lanes;
    private final Signs signs;
    private final Turns turns;
    private final Setbacks setbacks;
    private final Settling settling;
    private final LongSupplier nanoTime;

    private @Nullable Attachment attachment;
    private boolean isGone;
    private long lookedAt;
    private long comparedUntil;

    Carrier(RoomBridge.Hold hold, RoomBridge.Lanes lanes, Turns turns, Setbacks setbacks, Scheduling scheduling) {
        this.room = hold.room();
        this.ledger = hold.ledger();
        this.findings = hold.findings();
        this.lease = hold.lease();
        this.lanes = lanes;
        this.signs = hold.signs();
        this.turns = turns;
        this.setbacks = setbacks;
        this.nanoTime = scheduling.nanoTime();
        this.settling = new Settling(lanes.arrived(), lanes.inbound(), nanoTime);
        this.comparedUntil = nanoTime.getAsLong();
    }

    private long now() {
        return nanoTime.getAsLong();
    }

    /** The session is not attached any more. */
    void lose() {
        attachment = null;
    }

    /** What was sent may or may not have been taken. */
    void lookAgain() {
        settling.begin();
        attachment = null;
    }

    /** Makes durable what was found out, and leaves the rest to others. */
    void letGo() {
        attachment = null;
        findings.write();
        if (settling.isOver()) {
            lease.release();
        } else {
            lease.abandon();
        }
    }

    /** As {@link #letGo}; and this session is to hear no more of the topic. */
    void letGoAndDetach(@Nullable ForeignSession current) {
        Attachment at = attachment;
        letGo();
        if (at != null && at.session() == current) {
            try {
                at.topics().detach(at.topic());
            } catch (MessengerException e) {
                LOG.debug("Room {} may still be heard: {}", room, e.getMessage());
            }
        }
    }

    /** A turn. Returns whether nothing is left to be done, as far as anybody has told. */
    boolean carry(ForeignSession current) throws MessengerException {
        Attachment at = attachment;
        if (signs.detached.getAndSet(false) || at == null || at.session() != current) {
            at = attach(current);
            if (at == null) {
                return isGone;
            }
        }
        if (signs.changed.get() && !refresh(at)) {
            return false;
        }
        if (now() - lookedAt >= LOOK.toNanos()) {
            look(at);
        }
        boolean patient = !lease.isHeld();
        boolean more = lanes.inbound().carry(at, patient);
        for (int pages = 1; more && pages < IN_BEFORE_OUT; pages++) {
            more = lanes.inbound().carry(at, patient);
        }
        lanes.notes().carry(at);
        more |= settling.isOver() ? carryOut(at) : settle(at);
        boolean durable = findings.writeDue();
        if (!durable) {
            turns.callAfter(Findings.PATIENCE);
        }
        boolean leftAlone = lanes.arrived().isLeftAlone(patient);
        if (more) {
            turns.call();
        } else if (leftAlone) {
            turns.callAfter(Arrived.COURTESY);
        }
        return durable && !more && !leftAlone && settling.isOver() && !signs.news.get() && !signs.regrouped.get();
    }

    /** Looks at what has changed of the room. Returns whether the session is still attached. */
    private boolean refresh(Attachment at) throws MessengerException {
        signs.changed.set(false);
        signs.regrouped.set(true);
        boolean done = false;
        try {
            if (!lanes.topics().refresh(at)) {
                attachment = null;
                turns.call();
            }
            done = true;
        } finally {
            if (!done) {
                signs.changed.set(true);
            }
        }
        return attachment != null;
    }

    /** What did not come is found sooner or later, also if nothing comes after it. */
    private void look(Attachment at) throws MessengerException {
        lanes.arrived().expect(at.topic(), at.topics().end(at.topic()));
        lookedAt = now();
    }

    private @Nullable Attachment attach(ForeignSession current) throws MessengerException {
        attachment = null;
        findings.write();
        Finder.Outcome outcome = lanes.topics().attach(current);
        if (outcome instanceof Finder.Outcome.Found found) {
            lanes.inbound().start(found.attachment().topic(), found.marks().carriedIn());
            lanes.arrived().expect(found.attachment().topic(), found.end());
            lanes.outbound().start(found.marks().carriedOut());
            attachment = found.attachment();
            lookedAt = now();
            unsettle();
            if (found.fresh()) {
                settling.skip();
            }
            signs.changed.set(true);
            return found.attachment();
        }
        isGone = outcome instanceof Finder.Outcome.Gone;
        if (isGone) {
            lease.release();
        } else {
            turns.callAfter(NOT_OURS);
        }
        return null;
    }

    private void unsettle() {
        settling.begin();
        signs.news.set(true);
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
        if (signs.doubt.getAndSet(false) && lanes.outbound().isBehind()) {
            signs.news.set(true);
        }
        if (!signs.news.get() && !isToBeCompared()) {
            setbacks.overcome();
            return false;
        }
        Duration rest = lanes.outbound().rest();
        if (isPositive(rest) && !isToBeCompared()) {
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
        if (isToBeCompared()) {
            compare(at); // First, for what is said next is not for those who have left.
            return true;
        }
        if (!lanes.outbound().board()) {
            turns.callAfter(CROWDED);
            return false;
        }
        signs.news.set(false);
        boolean more = true; // Also if it fails.
        try {
            more = lanes.outbound().carry(at, lanes.crew());
            setbacks.overcome();
        } catch (RuntimeException e) {
            unsettle(); // Something may have been taken that nobody knows of.
            throw e;
        } finally {
            lanes.outbound().disembark();
            if (more) {
                signs.news.set(true);
            }
        }
        if (!more && lease.isShared()) {
            findings.write(); // Whoever comes next goes on from there.
            lease.release();
        }
        return more;
    }

    /** In a large room that takes its time: while people come and go all the time, an eighth of it is enough. */
    private boolean isToBeCompared() {
        if (!signs.regrouped.get()) {
            return false;
        }
        Duration left = Duration.ofNanos(comparedUntil - now());
        if (isPositive(left)) {
            turns.callAfter(left);
            return false;
        }
        return true;
    }

    /** Who has left meanwhile, or is not put out because it fails, is put out before anything is said. */
    private void compare(Attachment at) throws MessengerException {
        signs.regrouped.set(false);
        signs.news.set(true);
        boolean more = true; // Also if it fails.
        long begun = now();
        try {
            lanes.outbound().forgetVoices();
            more = lanes.crew().compare(at);
        } finally {
            long end = now();
            long rest = Math.min(LONGEST_REST.toNanos(), REST_FOR_WORK * (end - begun));
            comparedUntil = end + (more ? Math.max(MORE.toNanos(), rest) : rest);
            if (more) {
                signs.regrouped.set(true);
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
            lanes.outbound().advance(marks.carriedOut());
        } catch (RuntimeException e) {
            lease.abandon(); // It is taken again, and this is done again.
            throw e;
        }
    }
}
