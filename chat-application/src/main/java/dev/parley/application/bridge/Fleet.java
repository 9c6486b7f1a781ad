package dev.parley.application.bridge;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms that are being carried over: General, and those in which something happens, at most {@value #MOST} at once. For
 * one more, the one that has rested for longest is let go.
 *
 * <p>A room that waits for a place holds its number and nothing else; at most {@value #MAX_WAITING} do, and those that are
 * found behind are found again. Whatever happens is told to a room under the lock, so that none hears anything after it was
 * told to leave; nobody blocks there.
 */
final class Fleet {
    static final int MOST = 128;
    static final int MAX_WAITING = 10_000;

    /** How many rooms of a backlog are carried over at once, lest those who write now wait behind them. */
    static final int BACKLOG = 16;

    /** When it is looked again for a place, or asked again what is away. */
    private static final Duration LATER = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    private final Function<RoomId, Optional<RoomBridge>> builder;
    private final Turns turns;
    /** The one that has heard of nothing for longest is the first. */
    private final LinkedHashMap<RoomId, RoomBridge> open = new LinkedHashMap<>(16, 0.75f, true);

    private final Set<RoomId> waiting = new LinkedHashSet<>();
    private final Set<RoomId> behind = new LinkedHashSet<>();
    /** Those that have changed while there was no session. */
    private final Set<RoomId> changed = new LinkedHashSet<>();
    /** Those that were behind and have not been carried over yet. */
    private final Set<RoomBridge> catchingUp = new HashSet<>();

    private @Nullable ForeignSession session;
    private boolean overflowed;
    private boolean closed;

    /**
     * @param builder makes what carries a room over, if anything is to be; asks the store
     */
    Fleet(RoomBridge general, Function<RoomId, Optional<RoomBridge>> builder, Scheduling scheduling) {
        this.builder = builder;
        this.turns = new Turns(scheduling, this::admit);
        open.put(RoomId.GENERAL, general);
    }

    /** All that are carried over now. */
    List<RoomBridge> all() {
        synchronized (open) {
            return List.copyOf(open.values());
        }
    }

    void connected(ForeignSession opened) {
        synchronized (open) {
            session = opened;
            open.values().forEach(room -> room.connected(opened));
            behind.addAll(changed);
            changed.clear();
        }
        turns.call();
    }

    /** Whoever waits is found again when there is another session. */
    void disconnected() {
        synchronized (open) {
            session = null;
            waiting.clear();
            behind.clear();
            catchingUp.clear();
            overflowed = false;
            open.values().forEach(RoomBridge::disconnected);
        }
    }

    /** Takes no more. */
    void close() {
        synchronized (open) {
            closed = true;
            open.values().forEach(RoomBridge::close);
        }
    }

    /** Tells the room, if it is carried over now. Returns whether it was told. */
    boolean tell(RoomId room, Consumer<RoomBridge> event) {
        synchronized (open) {
            RoomBridge known = open.get(room);
            if (known == null || known.isLeaving()) {
                return false;
            }
            event.accept(known);
            return true;
        }
    }

    /** Tells the room whose topic this is. Returns whether it is carried over now. */
    boolean tell(Topic topic, Consumer<RoomBridge> event) {
        synchronized (open) {
            RoomId room = open.entrySet().stream()
                    .filter(each -> each.getValue().isAbout(topic))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
            return room != null && tell(room, event);
        }
    }

    /** Something happened in the room: it is carried over as soon as there is a place. */
    void call(RoomId room) {
        await(room, waiting);
    }

    /** The room is another one than it was; also if that can be told there only later. */
    void change(RoomId room) {
        if (tell(room, RoomBridge::changed)) {
            return;
        }
        synchronized (open) {
            if (session == null && changed.size() < MAX_WAITING) {
                changed.add(room);
            }
        }
        call(room);
    }

    /** The room is behind: it is carried over when others have been. */
    void catchUp(RoomId room) {
        await(room, behind);
    }

    private void await(RoomId room, Set<RoomId> queue) {
        synchronized (open) {
            if (session == null || closed) {
                return;
            }
            if (queue.size() >= MAX_WAITING && !queue.contains(room)) {
                overflowed = true;
                return;
            }
            queue.add(room);
        }
        turns.call();
    }

    /** Whether more rooms that are behind may be named. */
    boolean hasPlace() {
        synchronized (open) {
            return behind.size() < MOST;
        }
    }

    /** Whether some were named that could not wait; asked once. */
    boolean hasOverflowed() {
        synchronized (open) {
            boolean was = overflowed;
            overflowed = false;
            return was;
        }
    }

    private void admit() {
        Next room = next();
        while (room != null) {
            try {
                open(room.id, room.behind);
            } catch (ChatException.Unavailable e) {
                LOG.debug("The store is away: room {} waits", room.id, e);
                await(room.id, room.behind ? behind : waiting);
                turns.callAfter(LATER);
                return;
            }
            room = next();
        }
        synchronized (open) {
            if (!closed && !(waiting.isEmpty() && behind.isEmpty())) {
                turns.callAfter(LATER);
            }
        }
    }

    /** @param behind whether it was found so */
    private record Next(RoomId id, boolean behind) {}

    private void open(RoomId room, boolean wasBehind) {
        RoomBridge built = builder.apply(room).orElse(null);
        synchronized (open) {
            ForeignSession current = session;
            if (built == null || closed || current == null || open.containsKey(room)) {
                return;
            }
            open.put(room, built);
            if (wasBehind) {
                catchingUp.add(built);
            }
            built.connected(current);
        }
    }

    /** The next one for which there is a place; null if there is none. */
    private @Nullable Next next() {
        synchronized (open) {
            RoomId urgent = next(waiting);
            if (urgent != null) {
                return new Next(urgent, false);
            }
            catchingUp.removeIf(RoomBridge::isAtRest);
            RoomId found = catchingUp.size() < BACKLOG ? next(behind) : null;
            return found == null ? null : new Next(found, true);
        }
    }

    private @Nullable RoomId next(Set<RoomId> queue) {
        Iterator<RoomId> each = queue.iterator();
        while (each.hasNext()) {
            RoomId room = each.next();
            RoomBridge known = open.get(room);
            if (known == null) {
                if (closed || open.size() >= MOST) {
                    makeRoom(queue.size());
                    return null;
                }
                each.remove();
                return room;
            }
            if (!known.isLeaving()) { // Else it comes in again when it has left.
                each.remove();
                known.committed();
            }
        }
        return null;
    }

    private void makeRoom(int wanted) {
        List<Map.Entry<RoomId, RoomBridge>> rested = new ArrayList<>();
        int leaving = 0;
        for (Map.Entry<RoomId, RoomBridge> each : open.entrySet()) {
            if (each.getValue().isLeaving()) {
                leaving++;
            } else if (!each.getKey().equals(RoomId.GENERAL)
                    && each.getValue().isAtRest()
                    && rested.size() + leaving < Math.min(wanted, BACKLOG)) {
                rested.add(each);
            }
        }
        rested.forEach(each -> each.getValue().leave(() -> departed(each.getKey(), each.getValue())));
    }

    private void departed(RoomId room, RoomBridge gone) {
        synchronized (open) {
            open.remove(room, gone);
            catchingUp.remove(gone);
        }
        turns.call();
    }
}
