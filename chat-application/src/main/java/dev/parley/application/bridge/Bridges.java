package dev.parley.application.bridge;

import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.Messenger;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.node.Leases;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes a bridge of its parts. */
public final class Bridges {
    private static final String GENERAL = "General";

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
        Scribe scribe = Scribe.of(RoomId.GENERAL, realtime);
        Bridge bridge = build(messenger, ground, plan, profiles, realtime, scribe, scheduling);
        realtime.relayTo(bridge);
        return bridge;
    }

    static Bridge build(
            Messenger messenger,
            Ground ground,
            Plan plan,
            Profiles profiles,
            Realtime realtime,
            Scribe scribe,
            Scheduling scheduling) {
        RoomId room = RoomId.GENERAL;
        LongSupplier nanoTime = scheduling.nanoTime();
        BridgeLedger ledger = ground.ledger;
        RoomLease lease = new RoomLease(ground.leases, ground.self, "bridge:" + room, nanoTime);
        Arrived arrived = new Arrived(nanoTime);
        Guests guests = new Guests(ground.users, ledger, scheduling.clock());
        Findings findings = new Findings(room, ledger, ground.leases == null, nanoTime);
        Letterbox letterbox = new Letterbox(
                new Echoes(room, ground.log, ledger, findings),
                findings,
                guests,
                scribe,
                scheduling.clock(),
                plan.maxLength);
        Voices voices = new Voices(profiles, ledger, plan.impersonating, nanoTime);
        RoomBridge.Lanes lanes = new RoomBridge.Lanes(
                new TopicFinder(room, GENERAL, ledger, lease, arrived, plan.random),
                arrived,
                new Inbound(room, ground.log, findings, scribe, arrived, letterbox),
                new Outbound(room, ground.log, findings, voices, lease, new Pace(nanoTime)),
                new Notes(room, ground.rooms, ledger, findings, realtime, guests, plan.impersonating, nanoTime));
        RoomBridge general = new RoomBridge(room, ledger, findings, lease, lanes, scheduling);
        return new Bridge(
                messenger, news -> realtime.rumoured(news.room(), news.rev()), scheduling, Map.of(room, general));
    }
}
