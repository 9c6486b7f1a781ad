package dev.parley.application.bridge;

import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignAccounts;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.RoomId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches a session to the topic of two users, which has its name from their accounts: nobody makes it, and it is the same
 * whoever has begun to talk. Who has no account there is given one. Confined to the room's turns.
 */
final class TalkFinder implements Finder {
    private static final Logger LOG = LoggerFactory.getLogger(TalkFinder.class);

    private final RoomId room;
    private final Pair pair;
    private final BridgeLedger ledger;
    private final Passports passports;
    private final Arrived arrived;

    TalkFinder(RoomId room, Pair pair, BridgeLedger ledger, Passports passports, Arrived arrived) {
        this.room = room;
        this.pair = pair;
        this.ledger = ledger;
        this.passports = passports;
        this.arrived = arrived;
    }

    @Override
    public Outcome attach(ForeignSession session) throws MessengerException {
        ForeignAccounts there = session.accounts();
        ForeignAccount first = passports.of(pair.first(), there);
        ForeignAccount second = passports.of(pair.second(), there);
        Topic talk = session.topics()
                .between(first, second)
                .orElseThrow(() -> new MessengerException(Remedy.NEVER, first + " and " + second + " cannot talk"));
        BridgedRoom known = opened(talk);
        arrived.listenTo(known.topic());
        try {
            session.topics().attach(known.topic());
        } catch (MessengerException e) {
            if (e.remedy() != Remedy.MISSING) {
                throw e;
            }
            boolean renewed = renew(first, second, there);
            if (!renewed) {
                throw e;
            }
            return new Outcome.NotYet();
        }
        return found(session, known);
    }

    /** The room with this topic, or one that came after it. */
    private BridgedRoom opened(Topic talk) {
        BridgedRoom known = ledger.find(room).orElseGet(() -> ledger.open(room, null, talk));
        if (known.topic().value().startsWith(talk.value())) {
            return known;
        }
        LOG.info("Room {} is topic {}, and not {} any more", room, talk, known.topic());
        return ledger.open(room, known.topic(), talk);
    }

    /** Gives those another account whose account is gone. Returns whether any is. */
    private boolean renew(ForeignAccount first, ForeignAccount second, ForeignAccounts there)
            throws MessengerException {
        boolean renewed = false;
        if (isGone(first, there)) {
            ForeignAccount unused = passports.renewed(pair.first(), first, there);
            renewed = true;
        }
        if (isGone(second, there)) {
            ForeignAccount unused = passports.renewed(pair.second(), second, there);
            renewed = true;
        }
        return renewed;
    }

    private static boolean isGone(ForeignAccount account, ForeignAccounts there) throws MessengerException {
        try {
            String unused = there.nameOf(account);
            return false;
        } catch (MessengerException e) {
            if (e.remedy() != Remedy.MISSING) {
                throw e;
            }
            return true;
        }
    }

    private Outcome found(ForeignSession session, BridgedRoom known) throws MessengerException {
        Topic topic = known.topic();
        TopicEnd end = session.topics().end(topic);
        if (end.posts() >= known.carriedIn().posts()) {
            return new Outcome.Found(new Attachment(session, topic), known, end, false);
        }
        LOG.warn("Topic {} of room {} was begun anew", topic, room);
        session.topics().detach(topic);
        BridgedRoom anew = ledger.open(room, topic, session.topics().next(topic));
        LOG.debug("Room {} will be {}", room, anew.topic());
        return new Outcome.NotYet();
    }

    @Override
    public boolean refresh(Attachment at) {
        return true; // It is called as the two are, and nobody else comes in.
    }
}
