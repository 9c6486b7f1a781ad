package dev.parley.application.bridge;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through all rooms, by number, for those that have not been carried out to their ends, and for topics whose rooms are
 * gone: three questions for a page of {@value #PAGE}, however many rooms there are. It waits while enough are known to be
 * behind. Safe for concurrent use.
 */
final class Sweep {
    private static final int PAGE = RoomDirectory.MAX_PAGE;
    private static final Duration LATER = Duration.ofMillis(200);
    private static final long OVER = Long.MAX_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final RoomDirectory rooms;
    private final BridgeLedger ledger;
    private final MessageLog log;
    private final Predicate<Room> carried;
    private final Fleet fleet;
    private final Turns turns;
    private final Object lock = new Object();
    private long reached = OVER;
    private long round;

    /** @param carried whether a room is to be carried over at all */
    Sweep(
            RoomDirectory rooms,
            BridgeLedger ledger,
            MessageLog log,
            Predicate<Room> carried,
            Fleet fleet,
            Scheduling scheduling) {
        this.rooms = rooms;
        this.ledger = ledger;
        this.log = log;
        this.carried = carried;
        this.fleet = fleet;
        this.turns = new Turns(scheduling, this::turn);
    }

    /** Begins with the first room. */
    void begin() {
        synchronized (lock) {
            reached = 0;
            round++;
        }
        turns.call();
    }

    /** Begins, unless it is under way. */
    void beginAnew() {
        synchronized (lock) {
            if (reached != OVER) {
                return;
            }
        }
        begin();
    }

    void end() {
        synchronized (lock) {
            reached = OVER;
            round++;
        }
    }

    private void turn() {
        long from;
        long now;
        synchronized (lock) {
            from = reached;
            now = round;
        }
        if (from == OVER) {
            return;
        }
        if (!fleet.hasPlace()) {
            turns.callAfter(LATER);
            return;
        }
        try {
            long to = page(from);
            synchronized (lock) {
                if (now == round) {
                    reached = to;
                }
            }
            turns.call();
        } catch (ChatException.Unavailable e) {
            LOG.debug("The store is away: rooms that are behind are not seen", e);
            turns.callAfter(LATER);
        }
    }

    /** Returns up to which room that was done. */
    private long page(long from) {
        List<Room> there = rooms.all(from, PAGE);
        List<BridgedRoom> bridged = ledger.after(from, PAGE);
        long to = Math.min(end(there, Room::id), end(bridged, BridgedRoom::room));
        Map<RoomId, BridgedRoom> marks = bridged.stream().collect(Collectors.toMap(BridgedRoom::room, it -> it));
        Map<RoomId, Head> heads = log.heads(there.stream().map(Room::id).toList());
        Set<RoomId> known = new HashSet<>();
        for (Room room : there) {
            known.add(room.id());
            if (room.id().value() <= to
                    && carried.test(room)
                    && isBehind(heads.getOrDefault(room.id(), Head.EMPTY), marks.get(room.id()))) {
                fleet.catchUp(room.id());
            }
        }
        bridged.stream()
                .map(BridgedRoom::room)
                .filter(room -> room.value() <= to && !known.contains(room))
                .forEach(fleet::catchUp);
        return to;
    }

    private static <T> long end(List<T> page, Function<T, RoomId> id) {
        return page.size() < PAGE ? OVER : id.apply(page.get(page.size() - 1)).value();
    }

    private static boolean isBehind(Head head, @Nullable BridgedRoom marks) {
        Head carried = marks == null ? Head.EMPTY : marks.carriedOut();
        return head.lastRev().compareTo(carried.lastRev()) > 0;
    }
}
