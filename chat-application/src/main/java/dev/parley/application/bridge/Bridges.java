package dev.parley.application.bridge;

import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.Messenger;
import dev.parley.domain.bridge.TopicRoll;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.node.Leases;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes a bridge of its parts. */
public final class Bridges {
    private Bridges() {}

    /**
     * What the bridge is built on.
     *
     * @param leases null if no other node can use the store
     */
    public record Ground(
            MessageLog log,
            UserDirectory users,
            RoomDirectory rooms,
            BridgeLedger ledger,
            TopicRoll roll,
            @Nullable Leases leases,
            NodeId self) {}

    /**
     * How it is built.
     *
     * @param impersonating whether the bridge speaks as the authors of messages; else it says everything itself
     * @param maxLength of a message, in code points
     * @param random cryptographically strong
     */
    public record Plan(boolean impersonating, int maxLength, RandomGenerator random) {}

    /** @param scheduling its workers are the bridge's own, and wait for the messenger: nobody else should have to */
    public static Bridge build(
            Messenger messenger,
            Ground ground,
            Plan plan,
            Profiles profiles,
            Realtime realtime,
            Scheduling scheduling) {
        Bridge bridge =
                build(messenger, ground, plan, profiles, realtime, room -> Scribe.of(room, realtime), scheduling);
        realtime.relayTo(bridge);
        return bridge;
    }

    static Bridge build(
            Messenger messenger,
            Ground ground,
            Plan plan,
            Profiles profiles,
            Realtime realtime,
            Function<RoomId, Scribe> scribes,
            Scheduling scheduling) {
        RoomBuilder builder = new RoomBuilder(ground, plan, profiles, realtime, scribes, scheduling);
        Predicate<Room> carried = room -> room.kind() != RoomKind.DIRECT;
        Fleet fleet = new Fleet(builder::build, room -> isCarried(room, ground, carried), scheduling);
        Bridge.Crossing crossing = new Bridge.Crossing(
                fleet,
                new Sweep(ground.rooms, ground.ledger, ground.log, carried, fleet, scheduling),
                new Moves(ground.ledger, fleet, scheduling));
        return new Bridge(
                messenger,
                news -> realtime.rumoured(news.room(), news.rev()),
                crossing,
                ground.leases == null,
                scheduling);
    }

    /** A room that has a topic, or needs one now: nothing was said yet in the others. */
    private static boolean isCarried(RoomId id, Ground ground, Predicate<Room> carried) {
        Optional<Room> room = ground.rooms.find(id);
        return ground.ledger.find(id).isPresent()
                || (room.filter(carried).isPresent()
                        && !ground.log.heads(List.of(id)).isEmpty());
    }
}
