package dev.parley.application.bridge;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has those who were just given an account there let into the topics of all their rooms. At most {@value #MOST} wait; who is
 * left out comes into each room when something happens in it. Safe for concurrent use.
 */
final class Newcomers {
    private static final int MOST = 10_000;
    private static final Duration LATER = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);

    private final RoomDirectory rooms;
    private final Fleet fleet;
    private final Turns turns;
    private final Set<UserId> waiting = new LinkedHashSet<>();

    Newcomers(RoomDirectory rooms, Fleet fleet, Scheduling scheduling) {
        this.rooms = rooms;
        this.fleet = fleet;
        this.turns = new Turns(scheduling, this::turn);
    }

    void add(UserId user) {
        synchronized (waiting) {
            if (waiting.size() >= MOST) {
                return;
            }
            waiting.add(user);
        }
        turns.call();
    }

    private void turn() {
        UserId user = next();
        while (user != null) {
            try {
                for (Membership membership : rooms.roomsOf(user)) {
                    RoomId room = membership.room().id();
                    if (!room.equals(RoomId.GENERAL) && !fleet.tell(room, RoomBridge::changed)) {
                        fleet.catchUp(room);
                    }
                }
            } catch (ChatException.Unavailable e) {
                LOG.debug("The store is away: user {} waits", user, e);
                synchronized (waiting) {
                    waiting.add(user);
                }
                turns.callAfter(LATER);
                return;
            }
            user = next();
        }
    }

    private @Nullable UserId next() {
        synchronized (waiting) {
            Iterator<UserId> each = waiting.iterator();
            UserId next = each.hasNext() ? each.next() : null;
            if (next != null) {
                each.remove();
            }
            return next;
        }
    }
}
