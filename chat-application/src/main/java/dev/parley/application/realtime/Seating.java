package dev.parley.application.realtime;

import dev.parley.application.room.RoomState;
import dev.parley.application.room.Rooms;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every connection in just the rooms that its user is in.
 *
 * <p>Nobody is believed who says what has changed: the store is asked, and what it says is applied, in one turn of which
 * there is one at a time for each user (a lock, which a user may share with others). Whoever changes a membership calls
 * afterwards; so the last turn sees the last change, whatever the order of the calls. Only that somebody has left is applied
 * at once, before the turn comes: who is out hears nothing more. Where the store is away the user is in {@linkplain
 * #doubtful doubt}.
 */
final class Seating {
    private static final Logger LOG = LoggerFactory.getLogger(Seating.class);
    private static final int LOCKS = 256;

    private final Rooms rooms;
    private final Connections connections;
    private final RoomFeeds feeds;
    private final List<ReentrantLock> locks = new ArrayList<>(LOCKS);
    /** Connected users whose connections may be in other rooms than they. */
    private final Set<UserId> doubtful = ConcurrentHashMap.newKeySet();

    private final Departed gone = new Departed();

    Seating(Rooms rooms, Connections connections, RoomFeeds feeds) {
        this.rooms = rooms;
        this.connections = connections;
        this.feeds = feeds;
        for (int i = 0; i < LOCKS; i++) {
            locks.add(new ReentrantLock());
        }
    }

    /** Subscribes the connection to all rooms of its user that it is to hear, held. */
    List<Membership> join(Connection connection) {
        ReentrantLock turn = turn(connection.user());
        turn.lock();
        try {
            List<Membership> joined = rooms(connection.user(), connection.only());
            joined.forEach(membership -> connection.join(feeds.subscribe(connection, membership)));
            connection.joined();
            joined.forEach(membership ->
                    demandThere(List.of(connection), membership.room().id()));
            return joined;
        } finally {
            turn.unlock();
        }
    }

    private List<Membership> rooms(UserId user, @Nullable RoomId only) {
        return only == null ? rooms.of(user) : rooms.find(user, only).stream().toList();
    }

    /** The user has come into the room, or has another role there. */
    void entered(UserId user, RoomId room) {
        if (connections.of(user).isEmpty()) {
            return;
        }
        try {
            look(user, room);
        } catch (ChatException.Unavailable e) {
            LOG.debug("The connections of user {} may not be in room {}", user, room, e);
            doubtful.add(user);
        }
    }

    /** The user was found to be in the room. Costs nothing if its connections are. */
    void met(UserId user, RoomId room) {
        if (!connections.of(user).stream()
                .allMatch(connection -> !connection.hears(room) || connection.membership(room) != null)) {
            entered(user, room);
        }
    }

    /** The user has left the room. */
    void left(UserId user, RoomId room) {
        leave(connections.of(user), room);
        entered(user, room); // Unless it came in again meanwhile.
    }

    /** The room is gone, for ever. */
    void closed(RoomId room) {
        gone.add(room);
        leave(listeners(room), room);
    }

    /** Among whom all are who are in the room: nobody, or everybody. */
    private List<Connection> listeners(RoomId room) {
        return feeds.find(room) == null ? List.of() : connections.all();
    }

    /** Whoever has read of a room before it was deleted, and entered it behind, leaves it again. */
    private void demandThere(List<Connection> entered, RoomId room) {
        if (gone.contains(room)) {
            leave(entered, room);
        }
    }

    /** The room has these settings: who listens and does not know is told. */
    void changed(Room room) {
        EncodedEvent event = new EncodedEvent(new Event.RoomChanged(room));
        listeners(room.id()).forEach(connection -> connection.changed(room, event));
    }

    /**
     * Brings the user's connections into all rooms that it is in, and out of all others.
     *
     * @throws ChatException.Unavailable if the store does not answer
     */
    void compare(UserId user) {
        ReentrantLock turn = turn(user);
        turn.lock();
        try {
            List<Connection> mine = joined(user);
            if (mine.isEmpty()) {
                return;
            }
            Map<RoomId, Membership> now = new HashMap<>();
            rooms.of(user).forEach(membership -> now.put(membership.room().id(), membership));
            Set<RoomId> all = new HashSet<>(now.keySet());
            mine.forEach(connection -> all.addAll(connection.rooms()));
            all.forEach(room -> apply(user, mine, room, now.get(room)));
        } finally {
            turn.unlock();
        }
    }

    /** Those whose connections are to be {@linkplain #compare compared}. */
    List<UserId> doubtful() {
        return List.copyOf(doubtful);
    }

    void trust(UserId user) {
        doubtful.remove(user);
    }

    void doubt(UserId user) {
        doubtful.add(user);
    }

    private void look(UserId user, RoomId room) {
        ReentrantLock turn = turn(user);
        turn.lock();
        try {
            apply(user, joined(user), room, rooms.find(user, room).orElse(null));
        } finally {
            turn.unlock();
        }
    }

    /** Those that have not joined will read for themselves, in a turn of their own. */
    private List<Connection> joined(UserId user) {
        return connections.of(user).stream().filter(Connection::hasJoined).toList();
    }

    /** @param now null if the user is not in the room */
    private void apply(UserId user, List<Connection> mine, RoomId room, @Nullable Membership now) {
        List<Connection> outside = new ArrayList<>(0);
        List<Connection> otherwise = new ArrayList<>(0);
        for (Connection connection : mine) {
            if (!connection.hears(room)) {
                continue;
            }
            Membership known = connection.membership(room);
            if (known != null && (now == null || !known.joinedAfter().equals(now.joinedAfter()))) {
                leave(List.of(connection), room); // It may have come in anew.
                known = null;
            }
            if (known == null) {
                outside.add(connection);
            } else if (now != null && known.role() != now.role()) {
                otherwise.add(connection);
            }
        }
        if (now != null && !(outside.isEmpty() && otherwise.isEmpty())) {
            admit(user, now, outside, otherwise);
        }
    }

    private void admit(UserId user, Membership now, List<Connection> outside, List<Connection> otherwise) {
        List<Subscription> subscriptions = outside.stream()
                .map(connection -> feeds.subscribe(connection, now))
                .toList();
        RoomState state;
        try {
            state = rooms.states(user, List.of(now)).get(0);
        } catch (RuntimeException e) {
            subscriptions.forEach(feeds::unsubscribe);
            throw e;
        }
        EncodedEvent entered = new EncodedEvent(new Event.RoomEntered(state.at(now.joinedAfter())));
        subscriptions.forEach(each -> each.connection.enter(each, state.head(), entered));
        EncodedEvent assigned = new EncodedEvent(new Event.RoomEntered(state));
        otherwise.forEach(connection -> connection.assigned(now, assigned));
        demandThere(outside, now.room().id());
    }

    private static void leave(List<Connection> leaving, RoomId room) {
        EncodedEvent event = new EncodedEvent(new Event.RoomLeft(room));
        leaving.forEach(connection -> connection.leave(room, event));
    }

    private ReentrantLock turn(UserId user) {
        return locks.get(Math.floorMod(user.value(), LOCKS));
    }
}
