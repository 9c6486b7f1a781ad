package dev.parley.application.bridge;

import dev.parley.application.realtime.Realtime;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgeLedger.Link;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignTopics;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Leads from talks to direct rooms: one is made for a talk that two have begun who are both known here. */
final class TalkRooms {
    private final BridgeLedger ledger;
    private final RoomDirectory rooms;
    private final Realtime realtime;
    private final Fleet fleet;
    private final InstantSource clock;

    TalkRooms(BridgeLedger ledger, RoomDirectory rooms, Realtime realtime, Fleet fleet, InstantSource clock) {
        this.ledger = ledger;
        this.rooms = rooms;
        this.realtime = realtime;
        this.fleet = fleet;
        this.clock = clock;
    }

    /** Has those carried over that go further than was carried in. */
    void found(Link one, Map<ForeignAccount, TopicEnd> talks, ForeignTopics topics) {
        List<ForeignAccount> others = talks.entrySet().stream()
                .filter(talk -> talk.getValue().posts() > 0)
                .map(Map.Entry::getKey)
                .toList();
        for (int i = 0; i < others.size(); i += BridgeLedger.MAX_QUERY) {
            List<ForeignAccount> some = others.subList(i, Math.min(others.size(), i + BridgeLedger.MAX_QUERY));
            Map<Topic, Link> partners = partners(one, some, topics);
            Map<Topic, BridgedRoom> known = ledger.roomsOf(partners.keySet());
            partners.forEach((topic, partner) -> {
                BridgedRoom marks = known.get(topic);
                BridgedRoom room = marks == null ? open(topic, Pair.of(one.user(), partner.user())) : marks;
                if (isBehind(room, topic, talks.getOrDefault(partner.account(), TopicEnd.EMPTY))) {
                    fleet.catchUp(room.room());
                }
            });
        }
    }

    /** Also if it still has the topic of an account that is gone. */
    private static boolean isBehind(BridgedRoom room, Topic talk, TopicEnd end) {
        return !room.topic().value().startsWith(talk.value())
                || end.posts() > room.carriedIn().posts()
                || end.retractions() > room.carriedIn().retractions();
    }

    /** Those of the others who are known here, by their topics with the one. */
    private Map<Topic, Link> partners(Link one, List<ForeignAccount> others, ForeignTopics topics) {
        Map<Topic, Link> partners = new HashMap<>();
        ledger.usersOf(others).forEach((account, user) -> {
            if (!user.equals(one.user())) {
                topics.between(one.account(), account).ifPresent(talk -> partners.put(talk, new Link(user, account)));
            }
        });
        return partners;
    }

    /** The room of the two, with this topic if it had none. */
    private BridgedRoom open(Topic talk, Pair pair) {
        Room room = rooms.direct(pair, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        RoomId id = room.id();
        return ledger.find(id).orElseGet(() -> {
            BridgedRoom opened = ledger.open(id, null, talk);
            for (UserId user : List.of(pair.first(), pair.second())) {
                realtime.entered(user, id);
            }
            return opened;
        });
    }
}
