package dev.parley.benchmarks.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.benchmarks.wire.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sockets of one measurement on one server, and what they received together.
 *
 * <p>Confined to the loop's thread.
 */
public final class Crowd {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Loop loop;
    private final Target target;
    private final Rooms rooms = new Rooms();
    private final EventReader reader = new EventReader(rooms);
    private final Tally tally = new Tally();
    private final List<ChatSocket> sockets = new ArrayList<>();
    private final ClientIds clientIds = new ClientIds();
    private final Map<Long, Long> headsAtHello = new HashMap<>();
    private int through;
    private int upgraded;
    private int welcomed;

    public Crowd(Loop loop, Target target) {
        this.loop = loop;
        this.target = target;
    }

    /** Begins to connect one more. */
    public ChatSocket join(int receiveBuffer) {
        ChatSocket socket = new ChatSocket(this, target.host(), target.tokens().apply(sockets.size()));
        sockets.add(socket);
        loop.connect(socket, target.address(), receiveBuffer);
        return socket;
    }

    /** Connects this many more, a few hundred at a time, and waits until the server has welcomed all. */
    public void join(int count, int atOnce) {
        for (int done = 0; done < count; done += atOnce) {
            for (int i = 0; i < Math.min(atOnce, count - done); i++) {
                join(0);
            }
            awaitWelcome();
        }
    }

    /** Turns the loop until all sockets have their {@code hello}, or fails the row. */
    public void awaitWelcome() {
        if (!loop.runUntil(() -> welcomed == sockets.size() || !tally.faults().isEmpty(), PATIENCE_NANOS)) {
            tally.fault("only %d of %d sockets were welcomed".formatted(welcomed, sockets.size()));
        }
    }

    /**
     * Turns the loop until every socket has seen this message of the room; one that has not fails the row.
     *
     * @param patienceNanos how long to wait while nothing arrives; as long as something does, it is late but not lost
     */
    public void awaitSeen(long room, long seq, long patienceNanos) {
        int place = rooms.placeOf(room);
        long before;
        do {
            before = tally.delivered();
            if (loop.runUntil(() -> allThrough(place, seq), patienceNanos)) {
                return;
            }
        } while (tally.delivered() > before);
        long without =
                sockets.stream().filter(socket -> !socket.isThrough(place, seq)).count();
        tally.fault("loss: message %d of room %d did not reach %d sockets".formatted(seq, room, without));
    }

    /** The first that is not through is asked first the next time. */
    private boolean allThrough(int place, long seq) {
        while (through < sockets.size() && sockets.get(through).isThrough(place, seq)) {
            through++;
        }
        if (through < sockets.size()) {
            return false;
        }
        through = 0;
        return sockets.stream().allMatch(socket -> socket.isThrough(place, seq));
    }

    /** Closes all sockets properly and waits until the server has ended them. */
    public void leave() {
        sockets.forEach(ChatSocket::leave);
        loop.runUntil(() -> sockets.stream().allMatch(ChatSocket::isOver), PATIENCE_NANOS / 6);
        sockets.forEach(ChatSocket::close);
    }

    public List<ChatSocket> sockets() {
        return sockets;
    }

    public Tally tally() {
        return tally;
    }

    /** The room's last seq when the newest socket was welcomed; 0 in a room that nobody here is a member of. */
    public long headOf(long room) {
        return headsAtHello.getOrDefault(room, 0L);
    }

    /** How many connections got their 101. */
    public int upgradedCount() {
        return upgraded;
    }

    Rooms rooms() {
        return rooms;
    }

    EventReader reader() {
        return reader;
    }

    String nextClientId() {
        return clientIds.next();
    }

    void upgraded() {
        upgraded++;
    }

    void welcomed(ChatSocket socket, JsonNode hello) {
        welcomed++;
        for (JsonNode room : hello.path("rooms")) {
            long id = room.path("id").asLong();
            long seq = room.path("last_seq").asLong();
            headsAtHello.put(id, seq);
            socket.startAt(rooms.placeOf(id), seq, room.path("last_rev").asLong());
        }
    }
}
