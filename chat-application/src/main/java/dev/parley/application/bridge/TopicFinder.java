package dev.parley.application.bridge;

import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.bridge.TopicPlan;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches a session to the room's topic, which is made where there is none.
 *
 * <p>The making has two steps, so that a topic whose making was not answered is found again, and two nodes make one: a
 * planned name is written down first. A topic that is gone, or that has lost posts (its server was replaced, or restored
 * from an older copy), gets a successor, into which the whole room is carried. A room that is gone takes its topic with it.
 * Confined to the room's turns.
 */
final class TopicFinder implements Finder {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFinder.class);
    private static final int NONCE_BYTES = 10;
    private static final String GENERAL_ALIAS = "general";
    private static final String ALIAS = "room-";

    private final RoomId room;
    private final RoomDirectory rooms;
    private final BridgeLedger ledger;
    private final RoomLease lease;
    private final Arrived arrived;
    private final RandomGenerator random;

    /** @param random cryptographically strong */
    TopicFinder(
            RoomId room,
            RoomDirectory rooms,
            BridgeLedger ledger,
            RoomLease lease,
            Arrived arrived,
            RandomGenerator random) {
        this.room = room;
        this.rooms = rooms;
        this.ledger = ledger;
        this.lease = lease;
        this.arrived = arrived;
        this.random = random;
    }

    @Override
    public Outcome attach(ForeignSession session) throws MessengerException {
        Optional<TopicPlan> plan = plan();
        if (plan.isEmpty()) {
            remove(session);
            return new Outcome.Gone();
        }
        BridgedRoom known = ledger.find(room).orElse(null);
        if (known == null) {
            known = ledger.open(room, null, planned());
        }
        boolean isPlanned = known.topic().isPlanned();
        if (isPlanned) {
            if (lease.hold() == RoomLease.Grip.NOT_HELD) {
                return new Outcome.NotYet();
            }
            Topic made = session.topics().make(known.topic(), plan.get());
            known = ledger.open(room, known.topic(), made);
            LOG.info("Room {} is topic {}", room, known.topic());
        }
        return attach(session, known, isPlanned);
    }

    /** What the topic is to be like; empty if the room does not exist. General is always the same. */
    private Optional<TopicPlan> plan() {
        if (room.equals(RoomId.GENERAL)) {
            return Optional.of(new TopicPlan(RoomName.GENERAL.value(), true, GENERAL_ALIAS));
        }
        return rooms.find(room).map(it -> {
            RoomName name = Objects.requireNonNull(it.name());
            return new TopicPlan(name.value(), it.kind() == RoomKind.PUBLIC, ALIAS + room);
        });
    }

    @Override
    public boolean refresh(Attachment at) throws MessengerException {
        Optional<TopicPlan> plan = plan();
        if (plan.isPresent() && !room.equals(RoomId.GENERAL)) {
            at.topics().rename(at.topic(), plan.get());
        }
        return plan.isPresent();
    }

    private void remove(ForeignSession session) throws MessengerException {
        Optional<BridgedRoom> known = ledger.find(room);
        if (known.isEmpty()) {
            return;
        }
        Topic topic = known.get().topic();
        if (!topic.isPlanned()) {
            try {
                session.topics().delete(topic);
            } catch (MessengerException e) {
                if (e.remedy() != Remedy.MISSING) {
                    throw e;
                }
            }
            LOG.info("Room {} is gone, and its topic {} too", room, topic);
        }
        boolean all = false;
        while (!all) {
            all = ledger.forget(room, topic);
        }
    }

    private Outcome attach(ForeignSession session, BridgedRoom known, boolean made) throws MessengerException {
        Topic topic = known.topic();
        arrived.listenTo(topic);
        try {
            session.topics().attach(topic);
            TopicEnd end = session.topics().end(topic);
            if (end.posts() >= known.carriedIn().posts()) {
                return new Outcome.Found(new Attachment(session, topic), known, end, made && end.posts() == 0);
            }
            LOG.warn(
                    "Topic {} of room {} ends at {} and was carried in up to {}",
                    topic,
                    room,
                    end.posts(),
                    known.carriedIn().posts());
        } catch (MessengerException e) {
            if (e.remedy() != Remedy.MISSING) {
                throw e;
            }
        }
        LOG.warn("Topic {} of room {} is gone: the room gets another one", topic, room);
        BridgedRoom anew = ledger.open(room, topic, planned());
        LOG.debug("Room {} will be {}", room, anew.topic());
        return new Outcome.NotYet();
    }

    private Topic planned() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return Topic.planned(HexFormat.of().formatHex(nonce));
    }
}
