package dev.parley.application.realtime;

import dev.parley.application.node.Nodes;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomWatch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, when the {@link Lookout} does, after what may have been missed of the rooms that connections here are in: what
 * other nodes have changed, as long as there are any, what may have become of a change here whose outcome is unknown, and
 * what this one could not read when it changed. Feeds call it as well before they tell something, for their listeners alone.
 *
 * <p>Of each user that is connected the number is known that stood in the store before its rooms were read for the first
 * time, or when they were compared last; of each room that is listened to, the version of the oldest settings that somebody
 * was given. Where the store has another number it is asked what has changed. Numbers may be known that are too old, which
 * costs a read, and none that are too new.
 */
final class RollCall implements Muster {
    private static final Logger LOG = LoggerFactory.getLogger(RollCall.class);

    /** Longer than a store that still answers at all keeps a write. */
    private static final Duration DOUBT = Duration.ofMinutes(2);

    private final Nodes nodes;
    private final Rooms rooms;
    private final Connections connections;
    private final RoomFeeds feeds;
    private final Seating seating;
    private final Scheduling scheduling;
    private final ConcurrentMap<UserId, Long> known = new ConcurrentHashMap<>();
    /** What was changed here in the last second: somebody may have read the settings before and joined behind. */
    private final ConcurrentMap<RoomId, Room> lately = new ConcurrentHashMap<>();
    /** Null if no other node can have the store, and every change here has a known outcome. */
    private volatile @Nullable RoomWatch watch;

    /** Until when the store may have changes of this node that it does not know, in nanoseconds of the clock; null if none. */
    private volatile @Nullable Long doubtfulUntil;

    RollCall(
            Nodes nodes,
            Rooms rooms,
            Connections connections,
            RoomFeeds feeds,
            Seating seating,
            Scheduling scheduling) {
        this.nodes = nodes;
        this.rooms = rooms;
        this.connections = connections;
        this.feeds = feeds;
        this.seating = seating;
        this.scheduling = scheduling;
    }

    void watch(RoomWatch shared) {
        watch = shared;
    }

    /** The rooms of the user are about to be read: what changes from now on will be seen. */
    void expect(UserId user) {
        RoomWatch shared = watch;
        if (shared != null && !known.containsKey(user)) {
            known.putIfAbsent(user, shared.memberships(List.of(user)).getOrDefault(user, 0L));
        }
    }

    /** A change here has an unknown outcome: for a while this node looks as if there were others. */
    void doubt() {
        doubtfulUntil = now() + DOUBT.toNanos();
    }

    private boolean isInDoubt() {
        Long until = doubtfulUntil;
        return until != null && until - now() > 0;
    }

    private long now() {
        return scheduling.nanoTime().getAsLong();
    }

    /** Whether other nodes look after what this one changes. */
    boolean isKnown() {
        return nodes.isKnown();
    }

    /** The room was changed here. */
    void repeat(Room room) {
        lately.merge(room.id(), room, (a, b) -> a.version() > b.version() ? a : b);
    }

    /** @throws ChatException.Unavailable if the store does not answer; then somebody may be in rooms here that it has left */
    void look() {
        settleDoubts();
        RoomWatch shared = watch;
        boolean isShared = shared != null && isCalledFor();
        if (shared != null) {
            List<UserId> users = connections.users();
            known.keySet().retainAll(Set.copyOf(users));
            if (isShared) {
                lookAfterUsers(shared, users);
            }
        }
        repeatChanges(); // Not for those who have left.
        if (shared != null && isShared) {
            lookAfterRooms(shared, feeds.versions());
        }
    }

    @Override
    public boolean isCalledFor() {
        return watch != null && (!nodes.isAlone() || isInDoubt());
    }

    @Override
    public void call(Collection<UserId> users) {
        RoomWatch shared = watch;
        if (shared != null) {
            lookAfterUsers(shared, List.copyOf(users));
        }
    }

    /**
     * As {@link #call}, for those who hear the room. Returns whether that could be done: not if the store is away.
     */
    boolean callListeners(RoomId room) {
        if (!isCalledFor() || room.equals(RoomId.GENERAL) || feeds.find(room) == null) {
            return true;
        }
        try {
            call(connections.all().stream()
                    .filter(connection -> connection.membership(room) != null)
                    .map(Connection::user)
                    .collect(Collectors.toSet()));
            return true;
        } catch (ChatException.Unavailable e) {
            LOG.debug("Room {}: its settings are told when the store is back", room, e);
            return false;
        }
    }

    private void repeatChanges() {
        lately.forEach((id, room) -> {
            if (lately.remove(id, room)) {
                seating.changed(room);
            }
        });
    }

    private void settleDoubts() {
        for (UserId user : seating.doubtful()) {
            seating.trust(user); // Before the look: who is in doubt again meanwhile stays so.
            boolean compared = false;
            try {
                compared = isCompared(user);
            } finally {
                if (!compared) {
                    seating.doubt(user);
                }
            }
        }
    }

    /** One whose rooms cannot be read must not keep the others waiting; a store that is away is not asked for each of them. */
    private boolean isCompared(UserId user) {
        try {
            seating.compare(user);
            return true;
        } catch (ChatException.Unavailable e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("The connections of user {} may be in other rooms than it", user, e);
            return false;
        }
    }

    private void lookAfterUsers(RoomWatch shared, List<UserId> users) {
        for (int i = 0; i < users.size(); i += RoomWatch.MAX_ASKED) {
            List<UserId> part = users.subList(i, Math.min(users.size(), i + RoomWatch.MAX_ASKED));
            Map<UserId, Long> numbers = shared.memberships(part);
            for (UserId user : part) {
                Long number = numbers.getOrDefault(user, 0L);
                if (!number.equals(known.get(user)) && isCompared(user)) {
                    known.put(user, number);
                }
            }
        }
    }

    private void lookAfterRooms(RoomWatch shared, Map<RoomId, Long> versions) {
        List<RoomId> heard = List.copyOf(versions.keySet());
        for (int i = 0; i < heard.size(); i += RoomWatch.MAX_ASKED) {
            List<RoomId> part = heard.subList(i, Math.min(heard.size(), i + RoomWatch.MAX_ASKED));
            Map<RoomId, Long> found = shared.settings(part);
            for (RoomId room : part) {
                Long version = found.get(room);
                if (version == null) {
                    closed(room);
                } else if (!version.equals(versions.get(room))) {
                    rooms.find(room).ifPresent(changed -> tell(changed, versions.getOrDefault(room, 0L)));
                }
            }
        }
    }

    private void closed(RoomId room) {
        if (!room.equals(RoomId.GENERAL)) { // Which is always there, whatever somebody has done to the store.
            seating.closed(room);
        }
    }

    private void tell(Room changed, long before) {
        seating.changed(changed);
        feeds.told(changed, before);
    }
}
