package dev.parley.application.bridge;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one room and its topic over to each other, in turns.
 *
 * <p>A turn happens after each {@link #poke}, never two at once. With a new session it attaches first; then it carries in,
 * then out. It carries nothing out before it is <em>settled</em>: what an earlier session, or another node that died, had
 * sent may still be on its way into the topic, so it waits for a moment and carries in up to the end of the topic, lest it
 * send twice. What goes wrong ends the turn, and the next one finds out what is left to be done.
 */
final class RoomBridge {
    private static final Logger LOG = LoggerFactory.getLogger(RoomBridge.class);

    /** How long a publication may be on its way after its session has ended. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /** How long a post may stay unnoticed of which nothing came. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    /** When a lease is asked for again that another node has. */
    private static final Duration NOT_OURS = Duration.ofMillis(50);

    /** How many pages come in for each that goes out: what goes out comes back, so one would never do. */
    private static final int IN_BEFORE_OUT = 10;

    /** After how many failures of the messenger in a row that is said. */
    private static final int STUMBLES = 3;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final RoomId room;
    private final MessageLog log;
    private final BridgeLedger ledger;
    private final Findings findings;
    private final RoomLease lease;
    private final Lanes lanes;
    private final Scheduling scheduling;

    private final AtomicInteger pokes = new AtomicInteger();
    private final AtomicBoolean news = new AtomicBoolean(true);
    private final AtomicBoolean doubt = new AtomicBoolean();
    private final AtomicBoolean detached = new AtomicBoolean();
    private volatile @Nullable ForeignSession session;
    private volatile boolean closed;

    private @Nullable Attachment attachment;
    private boolean settled;
    private long settlingSince;
    private long settledAt;
    private int failures;
    private int stumbles;
    private volatile String trouble = "";
    private @Nullable ForeignSession failed;
    private long restUntil;
    private long lookedAt;
    /** The next poke that time will bring: never more than one, or each turn that waits would leave another behind. */
    private final AtomicReference<@Nullable Alarm> alarm = new AtomicReference<>();

    private record Alarm(long at) {}

    /** The ways over. */
    record Lanes(TopicFinder topics, Arrived arrived, Inbound inbound, Outbound outbound, Notes notes) {}

    RoomBridge(
            RoomId room,
            MessageLog log,
            BridgeLedger ledger,
            Findings findings,
            RoomLease lease,
            Lanes lanes,
            Scheduling scheduling) {
        this.room = room;
        this.log = log;
        this.ledger = ledger;
        this.findings = findings;
        this.lease = lease;
        this.lanes = lanes;
        this.scheduling = scheduling;
    }

    void connected(ForeignSession opened) {
        session = opened;
        poke();
    }

    void disconnected() {
        session = null;
        poke();
    }

    void detached() {
        detached.set(true);
        poke();
    }

    void posted(ForeignPost post) {
        lanes.arrived.add(post);
        poke();
    }

    void retracted(Topic topic, long last) {
        lanes.arrived.expect(topic, new TopicEnd(0, last));
        poke();
    }

    /** Something was committed in the room. */
    void committed() {
        news.set(true);
        if (session != null) {
            poke();
        }
    }

    /** Something may have been committed that nobody told of. */
    void doubt() {
        doubt.set(true);
        poke();
    }

    Notes notes() {
        return lanes.notes;
    }

    boolean isAbout(Topic topic) {
        return lanes.arrived.isListeningTo(topic);
    }

    /** Ends after the present turn. */
    void close() {
        closed = true;
        poke();
    }

    /** Whether no turn is under way or called for. */
    boolean isIdle() {
        return pokes.get() == 0;
    }

    /** Calls for a turn. */
    void poke() {
        if (pokes.getAndIncrement() == 0) {
            scheduling.work(this::run);
        }
    }

    private void pokeAfter(Duration delay) {
        long at = now() + delay.toNanos();
        Alarm set = alarm.get();
        if (set != null && set.at - at <= 0) {
            return;
        }
        Alarm next = new Alarm(at);
        alarm.set(next);
        scheduling.after(delay, () -> {
            if (alarm.compareAndSet(next, null)) {
                poke();
            }
        });
    }

    private long now() {
        return scheduling.nanoTime().getAsLong();
    }

    private void run() {
        int answered = pokes.get();
        try {
            turn();
        } finally {
            if (!pokes.compareAndSet(answered, 0)) {
                pokes.set(1);
                scheduling.work(this::run);
            }
        }
    }

    private void turn() {
        ForeignSession current = session;
        try {
            if (current == null || closed) {
                letGo();
            } else if (current == failed && now() - restUntil < 0) {
                pokeAfter(Duration.ofNanos(restUntil - now()));
            } else {
                carry(current);
            }
        } catch (MessengerException e) {
            LOG.debug("Room {}: {}", room, e.getMessage());
            stumbled(e);
            amend(e, current);
        } catch (ChatException.Unavailable e) {
            LOG.debug("Room {}: the store is away", room, e);
            pause(current);
        } catch (RuntimeException e) {
            LOG.error("Room {} cannot be carried over for now", room, e);
            failures += 10;
            pause(current);
        }
    }

    private void letGo() {
        attachment = null;
        findings.write();
        if (settled) {
            lease.release();
        } else {
            lease.abandon();
        }
    }

    private void carry(ForeignSession current) throws MessengerException {
        Attachment at = attachment;
        if (detached.getAndSet(false) || at == null || at.session() != current) {
            Optional<TopicFinder.Found> found = attach(current);
            if (found.isEmpty()) {
                pokeAfter(NOT_OURS);
                return;
            }
            at = found.get().attachment();
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
        more |= settled ? carryOut(at) : settle(at);
        failures = 0;
        stumbles = 0;
        if (!trouble.isEmpty()) {
            LOG.info("Room {} is carried over again", room);
            trouble = "";
        }
        if (!findings.writeDue()) {
            pokeAfter(Findings.PATIENCE);
        }
        if (more) {
            poke();
        } else if (lanes.arrived.isLeftAlone(patient)) {
            pokeAfter(Arrived.COURTESY);
        }
    }

    /** What did not come is found sooner or later, also if nothing comes after it. */
    private void look(Attachment at) throws MessengerException {
        lanes.arrived.expect(at.topic(), at.topics().end(at.topic()));
        lookedAt = now();
    }

    private Optional<TopicFinder.Found> attach(ForeignSession current) throws MessengerException {
        attachment = null;
        findings.write();
        Optional<TopicFinder.Found> found = lanes.topics.attach(current);
        found.ifPresent(it -> {
            lanes.inbound.start(it.marks().carriedIn());
            lanes.arrived.expect(it.attachment().topic(), it.end());
            lanes.outbound.start(it.marks().carriedOut());
            attachment = it.attachment();
            lookedAt = now();
            unsettle();
        });
        return found;
    }

    private void unsettle() {
        settled = false;
        settledAt = Long.MAX_VALUE;
        settlingSince = now();
        news.set(true);
    }

    private boolean settle(Attachment at) throws MessengerException {
        long left = SETTLING.toNanos() - (now() - settlingSince);
        if (left > 0) {
            pokeAfter(Duration.ofNanos(left));
            return false;
        }
        if (settledAt == Long.MAX_VALUE) {
            TopicEnd end = at.topics().end(at.topic());
            lanes.arrived.expect(at.topic(), end);
            settledAt = end.posts();
            return true;
        }
        settled = lanes.inbound.hasReached(settledAt);
        return settled; // If it is not yet, the way in calls for the next turn.
    }

    private boolean carryOut(Attachment at) throws MessengerException {
        if (doubt.getAndSet(false) && isBehind()) {
            news.set(true);
        }
        if (!news.get()) {
            return false;
        }
        RoomLease.Grip grip = lease.hold();
        if (grip == RoomLease.Grip.NOT_HELD) {
            pokeAfter(NOT_OURS);
            return false;
        }
        if (grip != RoomLease.Grip.KEPT) {
            catchUp(at);
            if (grip == RoomLease.Grip.TAKEN_OVER) {
                unsettle();
            }
            return true;
        }
        news.set(false);
        boolean more = true; // Also if it fails.
        try {
            more = lanes.outbound.carry(at);
        } catch (RuntimeException e) {
            unsettle(); // Something may have been taken that nobody knows of.
            throw e;
        } finally {
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

    private boolean isBehind() {
        Head head = log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
        return head.lastRev().compareTo(lanes.outbound.reached().lastRev()) > 0;
    }

    /** Now and then is nothing; again and again is for the operator to know. */
    private void stumbled(MessengerException e) {
        stumbles++;
        if (stumbles == STUMBLES) {
            trouble = "room " + room + " is not carried over: " + e.getMessage();
            LOG.warn("Room {} is not carried over for now: {}", room, e.getMessage());
        }
    }

    /** What keeps the room from being carried over, for the operator; empty if nothing does. */
    String trouble() {
        return trouble;
    }

    private void amend(MessengerException e, @Nullable ForeignSession asked) {
        switch (e.remedy()) {
            case LOOK -> {
                settled = false;
                attachment = null;
                if (asked != null) {
                    asked.abandon();
                }
            }
            case ATTACH, MISSING -> {
                attachment = null;
                pause(asked);
            }
            case AGAIN, JOIN -> pause(asked);
            case NEVER -> {
                failures += 10;
                pause(asked);
            }
        }
    }

    /** With this session it is not tried again for a while, whatever happens. */
    private void pause(@Nullable ForeignSession asked) {
        Duration rest = Duration.ofMillis(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10)));
        failures++;
        failed = asked;
        restUntil = now() + rest.toNanos();
        pokeAfter(rest);
    }
}
