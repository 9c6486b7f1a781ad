package dev.parley.application.bridge;

import dev.parley.application.bridge.Bridges.Ground;
import dev.parley.application.bridge.Bridges.Plan;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes of its parts what carries a room over. Safe for concurrent use. */
final class RoomBuilder {
    /** More than a room is ever carried over for in one go, a beat each two seconds. */
    private static final long BEATS = 1L << 32;

    private final Ground ground;
    private final Plan plan;
    private final Profiles profiles;
    private final Realtime realtime;
    private final Function<RoomId, Scribe> scribes;
    private final Scheduling scheduling;
    private final Guests guests;
    private final Passports passports;
    private final Berths berths = new Berths();
    private final AtomicLong terms = new AtomicLong(-1);

    /** @param given is told who was given an account there */
    RoomBuilder(
            Ground ground,
            Plan plan,
            Profiles profiles,
            Realtime realtime,
            Function<RoomId, Scribe> scribes,
            Scheduling scheduling,
            Consumer<UserId> given) {
        this.ground = ground;
        this.plan = plan;
        this.profiles = profiles;
        this.realtime = realtime;
        this.scribes = scribes;
        this.scheduling = scheduling;
        this.guests = new Guests(ground.users(), ground.ledger(), scheduling.clock());
        this.passports = new Passports(profiles, ground.ledger(), given);
    }

    RoomBridge general() {
        return make(RoomId.GENERAL, null);
    }

    /** Whether a room of this kind is carried over: in a talk of two nobody but these can speak. */
    boolean isCarried(Room room) {
        return room.kind() != RoomKind.DIRECT || plan.impersonating();
    }

    /** What carries the room over; empty if it needs no topic: it has none yet and nothing was said, or it never will. */
    Optional<RoomBridge> build(RoomId id) {
        Optional<Room> room = ground.rooms().find(id);
        boolean isNeeded = room.isEmpty() || isCarried(room.get());
        boolean isBegun = ground.ledger().find(id).isPresent()
                || (room.isPresent() && !ground.log().heads(List.of(id)).isEmpty());
        return isNeeded && isBegun ? Optional.of(make(id, room.map(Room::pair).orElse(null))) : Optional.empty();
    }

    private RoomBridge make(RoomId room, @Nullable Pair pair) {
        LongSupplier nanoTime = scheduling.nanoTime();
        long before = terms.getAndAdd(BEATS);
        RoomLease lease = new RoomLease(ground.leases(), ground.self(), "bridge:" + room, before, nanoTime);
        Arrived arrived = new Arrived(nanoTime);
        Findings findings = new Findings(room, ground.ledger(), ground.leases() == null, nanoTime);
        Signs signs = new Signs();
        Crew crew = crew(room, pair, signs, findings);
        Scribe scribe = scribes.apply(room);
        Letterbox letterbox = new Letterbox(
                new Echoes(room, ground.log(), ground.ledger(), findings),
                findings,
                crew,
                scribe,
                scheduling.clock(),
                plan.maxLength());
        Voices voices = new Voices(profiles, passports, crew, plan.impersonating(), nanoTime);
        RoomBridge.Lanes lanes = new RoomBridge.Lanes(
                pair == null
                        ? new TopicFinder(room, ground.rooms(), ground.ledger(), lease, arrived, plan.random())
                        : new TalkFinder(room, pair, ground.ledger(), passports, arrived),
                arrived,
                new Inbound(room, ground.log(), findings, scribe, arrived, letterbox, nanoTime),
                new Outbound(room, ground.log(), findings, voices, lease, new Pace(nanoTime), berths),
                new Notes(
                        room,
                        ground.rooms(),
                        ground.ledger(),
                        findings,
                        realtime,
                        crew,
                        plan.impersonating(),
                        nanoTime),
                crew);
        return new RoomBridge(new RoomBridge.Hold(room, ground.ledger(), findings, lease, signs), lanes, scheduling);
    }

    private Crew crew(RoomId room, @Nullable Pair pair, Signs signs, Findings findings) {
        if (room.equals(RoomId.GENERAL)) {
            return Crew.everybody(guests);
        }
        if (pair != null) {
            return new PairCrew(pair, guests);
        }
        Members members = new Members(
                room, ground.rooms(), ground.ledger(), findings, ground.log(), realtime, scheduling.clock());
        return new RoomCrew(room, members, guests, ground.roll(), signs, plan.impersonating(), ground.alone());
    }
}
