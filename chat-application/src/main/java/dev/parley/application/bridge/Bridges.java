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
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes a bridge of its parts. */
public final class Bridges {
    private Bridges() {}

    /**
     * What the bridge is built on.
     *
     * @param leases null if no other node can use the store
     * @param alone whether no other node is known to use it
     */
    public record Ground(
            MessageLog log,
            UserDirectory users,
            RoomDirectory rooms,
            BridgeLedger ledger,
            TopicRoll roll,
            @Nullable Leases leases,
            NodeId self,
            BooleanSupplier alone) {}

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
        AtomicReference<@Nullable Newcomers> newcomers = new AtomicReference<>(); // Those who build rooms come before.
        RoomBuilder builder = new RoomBuilder(
                ground,
                plan,
                profiles,
                realtime,
                scribes,
                scheduling,
                user -> Objects.requireNonNull(newcomers.get()).add(user));
        Fleet fleet = new Fleet(builder.general(), builder::build, scheduling);
        Newcomers let = new Newcomers(ground.rooms, fleet, scheduling);
        newcomers.set(let);
        Bridge.Crossing crossing = new Bridge.Crossing(
                fleet,
                new Sweep(ground.rooms, ground.ledger, ground.log, builder::isCarried, fleet, scheduling),
                new Moves(ground.ledger, fleet, scheduling),
                let,
                scout(ground, plan, profiles, realtime, fleet, scheduling));
        return new Bridge(
                messenger,
                news -> realtime.rumoured(news.room(), news.rev()),
                crossing,
                ground.leases == null,
                scheduling);
    }

    private static Scout scout(
            Ground ground, Plan plan, Profiles profiles, Realtime realtime, Fleet fleet, Scheduling scheduling) {
        return new Scout(
                ground.ledger,
                ground.users,
                profiles,
                new RoomLease(ground.leases, ground.self, "scout", -1, scheduling.nanoTime()),
                new TalkRooms(ground.ledger, ground.rooms, realtime, fleet, scheduling.clock()),
                plan.impersonating,
                scheduling);
    }
}
