package dev.parley.application.bridge;

import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.room.RoomId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches a session to the room's topic, which is made where there is none.
 *
 * <p>The making has two steps, so that a topic whose making was not answered is found again, and two nodes make one: a
 * planned name is written down first. A topic that is gone, or that has lost posts (its server was replaced, or restored
 * from an older copy), gets a successor, into which the whole room is carried. Confined to the room's turns.
 */
final class TopicFinder {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFinder.class);
    private static final int NONCE_BYTES = 10;

    private final RoomId room;
    private final String title;
    private final BridgeLedger ledger;
    private final RoomLease lease;
    private final Arrived arrived;
    private final RandomGenerator random;

    /** @param random cryptographically strong */
    TopicFinder(
            RoomId room, String title, BridgeLedger ledger, RoomLease lease, Arrived arrived, RandomGenerator random) {
        this.room = room;
        this.title = title;
        this.ledger = ledger;
        this.lease = lease;
        this.arrived = arrived;
        this.random = random;
    }

    /** A topic that is heard, and where it ends. */
    record Found(Attachment attachment, BridgedRoom marks, TopicEnd end) {}

    /** Attaches the session; empty if that has to be tried again, for another node is about to make the topic. */
    Optional<Found> attach(ForeignSession session) throws MessengerException {
        BridgedRoom known = ledger.find(room).orElse(null);
        if (known == null) {
            known = ledger.open(room, null, planned());
        }
        if (known.topic().isPlanned()) {
            if (lease.hold() == RoomLease.Grip.NOT_HELD) {
                return Optional.empty();
            }
            Topic made = session.topics().make(known.topic(), title);
            known = ledger.open(room, known.topic(), made);
            LOG.info("Room {} is topic {}", room, known.topic());
        }
        return attach(session, known);
    }

    private Optional<Found> attach(ForeignSession session, BridgedRoom known) throws MessengerException {
        Topic topic = known.topic();
        arrived.listenTo(topic);
        try {
            session.topics().attach(topic);
            TopicEnd end = session.topics().end(topic);
            if (end.posts() >= known.carriedIn().posts()) {
                return Optional.of(new Found(new Attachment(session, topic), known, end));
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
        return Optional.empty();
    }

    private Topic planned() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return Topic.planned(HexFormat.of().formatHex(nonce));
    }
}
