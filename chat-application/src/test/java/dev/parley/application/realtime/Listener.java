package dev.parley.application.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client that remembers where it began in each room and checks what it was sent since. Confined to one thread. */
final class Listener {
    private final String name;
    private final Connection connection;
    private final FakeWire wire;
    private final Map<RoomId, Long> begun = new HashMap<>();
    private final Map<RoomId, Long> resumed = new HashMap<>();

    Listener(String name, Connection connection, FakeWire wire) {
        this.name = name;
        this.connection = connection;
        this.wire = wire;
    }

    Connection connection() {
        return connection;
    }

    FakeWire wire() {
        return wire;
    }

    /** The hello said that the room ends here. */
    void beginsAt(RoomId room, Rev rev) {
        begun.put(room, rev.value());
    }

    /** Nothing was sent before: the replay begins here. */
    void resumesHeld(Map<RoomId, Rev> cursors) {
        cursors.forEach((room, rev) -> begun.put(room, rev.value()));
        connection.resume(cursors, () -> {});
    }

    /** Something was sent already, and some of it is asked for again. */
    void resumesLive(Map<RoomId, Rev> cursors) {
        cursors.forEach((room, rev) -> resumed.put(room, rev.value()));
        connection.resume(cursors, () -> {});
    }

    /** The highest rev that it was sent, or the one at which it began. */
    long last(RoomId room) {
        List<long[]> changes = changes(room);
        return changes.isEmpty() ? begun.getOrDefault(room, 0L) : changes.get(changes.size() - 1)[0];
    }

    boolean isOpen() {
        return wire.closes().isEmpty() && !connection.isClosed();
    }

    /** Each change once, in order, without a hole; after a second resume again from its cursor. */
    void check(RoomId room, List<Seq> log) {
        List<List<long[]>> replays = new ArrayList<>(List.of(new ArrayList<>()));
        long before = 0;
        for (long[] change : changes(room)) {
            if (change[0] <= before) {
                replays.add(new ArrayList<>());
            }
            before = change[0];
            replays.get(replays.size() - 1).add(change);
            assertThat(log.get((int) change[0] - 1).value()).as(name).isEqualTo(change[1]);
        }
        assertThat(replays)
                .as("%s room %s: out of order", name, room)
                .hasSizeLessThanOrEqualTo(resumed.containsKey(room) ? 2 : 1);
        checkHoles(room, start(room, replays.get(0)), replays.get(0), log);
        if (replays.size() == 2) {
            checkHoles(room, resumed.getOrDefault(room, 0L), replays.get(1), log);
        }
        checkCaughtUp(room);
    }

    /** The cursor of the second resume, if nothing was sent before it and it lies further back. */
    private long start(RoomId room, List<long[]> changes) {
        long first = begun.getOrDefault(room, 0L);
        boolean older = !changes.isEmpty() && changes.get(0)[0] <= first;
        return older ? resumed.getOrDefault(room, first) : first;
    }

    private void checkHoles(RoomId room, long start, List<long[]> changes, List<Seq> log) {
        if (changes.isEmpty()) {
            return;
        }
        assertThat(changes.get(0)[0]).as(name).isGreaterThan(start);
        long end = changes.get(changes.size() - 1)[0];
        Set<Long> heard = new HashSet<>();
        changes.forEach(change -> heard.add(change[0]));
        Set<Seq> changedLater = new HashSet<>(log.subList((int) end, log.size()));
        for (long rev = end; rev > start; rev--) {
            Seq seq = log.get((int) rev - 1);
            assertThat(heard.contains(rev) || changedLater.contains(seq))
                    .as("%s room %s: hole at %s between %s and %s", name, room, rev, start, end)
                    .isTrue();
            changedLater.add(seq);
        }
    }

    /** What comes before it is not above it, what comes after it is. */
    private void checkCaughtUp(RoomId room) {
        long last = 0;
        long caughtUp = -1;
        for (String frame : wire.frames()) {
            String[] words = frame.split(" ", 4);
            if (!words[1].equals(room.toString())) {
                continue;
            }
            long rev = Long.parseLong(words[2]);
            if (words[0].equals("caught_up")) {
                assertThat(rev).as(name).isGreaterThanOrEqualTo(last);
                caughtUp = rev;
            } else if (words[0].equals("message")) {
                boolean replayed = resumed.containsKey(room) && rev <= last;
                caughtUp = replayed ? -1 : caughtUp;
                assertThat(rev).as("%s room %s after caught_up", name, room).isGreaterThan(caughtUp);
                last = rev;
            }
        }
    }

    private List<long[]> changes(RoomId room) {
        List<long[]> changes = new ArrayList<>();
        for (String frame : wire.frames("message " + room)) {
            String[] words = frame.split(" ", 5);
            changes.add(new long[] {Long.parseLong(words[2]), Long.parseLong(words[3])});
        }
        return changes;
    }
}
