package dev.parley.application.realtime;

import dev.parley.application.realtime.Outbox.Urgency;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One open socket or stream of one signed-in user.
 *
 * <p>It joins its rooms held: nothing is sent until it says which changes it knows ({@link #resume}), says anything
 * else, or a second has passed. So what it missed comes before what happens now, in one order. The rooms and the
 * catch-ups, of which one runs at a time, are guarded by the connection's lock.
 */
public final class Connection {
    private final Realtime realtime;
    private final EventFormat format;
    private final @Nullable RoomId only;
    private final Wire wire;
    private final Outbox outbox;

    private final Map<RoomId, Subscription> subscriptions = new HashMap<>(2);
    private @Nullable Map<RoomId, Rev> held = new HashMap<>(2);
    /** Those of the held rooms whose log went on above that already; null if there are none. */
    private @Nullable Set<RoomId> behind;
    /** What is told of rooms when nothing is held any more; null if there is nothing. */
    private @Nullable List<byte[]> announcements;
    /** It was subscribed to all rooms of its user. */
    private volatile boolean joined;
    /** Where the rooms are from which on it is told, until it has joined; null if that is where they are when it joins. */
    private @Nullable Map<RoomId, Head> since;

    private @Nullable ArrayDeque<Runnable> catchups;
    private boolean catchingUp;
    private int resuming;

    private volatile AccessClaims claims;
    private volatile boolean closed;
    private volatile long lastHeard;
    final Vigil vigil = new Vigil();

    /** Under which session the connection is known; guarded by {@link Connections}. */
    @Nullable
    SessionId indexed;

    Connection(Realtime realtime, AccessClaims claims, Interest interest, Wire wire, Outbox outbox, long now) {
        this.realtime = realtime;
        this.claims = claims;
        this.format = interest.format();
        this.only = interest.only();
        this.since = interest.since();
        this.wire = wire;
        this.outbox = outbox;
        this.lastHeard = now;
    }

    public UserId user() {
        return claims.user();
    }

    public AccessClaims claims() {
        return claims;
    }

    /** Sends a frame that somebody waits for. */
    public void answer(byte[] frame) {
        outbox.offer(frame, Urgency.ANSWER);
    }

    /** Goes on with a newer token of the same user, whose session is open. */
    public void renew(AccessClaims newer) {
        if (!newer.user().equals(claims.user())) {
            throw new ChatException.Forbidden(ErrorCode.WRONG_USER);
        }
        realtime.renewed(this, newer);
    }

    /** The client gave a sign of life. */
    public void heard() {
        lastHeard = realtime.nanoTime();
    }

    /**
     * Sends what changed in each of the rooms after the cursor, then that it has caught up, then what happens from then
     * on. Rooms that are not named go on from where they are; those that the connection is not in, or not any more, are
     * passed over. Where the store is away, it begins when the store is back.
     *
     * @param accepted is run before anything of that is sent
     * @throws ChatException.NotFound if it names rooms, and the connection is in none of them
     * @throws ChatException.TooMany if it asks again and again before it has been served
     */
    public void resume(Map<RoomId, Rev> cursors, Runnable accepted) {
        resume(cursors, true, accepted);
    }

    /** As {@link #resume}, also if it is in none of them: for who cannot ask again. */
    public void resumeWhereIn(Map<RoomId, Rev> cursors) {
        resume(cursors, false, () -> {});
    }

    private void resume(Map<RoomId, Rev> cursors, boolean inAny, Runnable accepted) {
        Map<RoomId, Rev> wanted = new HashMap<>(cursors);
        Map<RoomId, Rev> claimed;
        synchronized (this) {
            wanted.keySet().retainAll(subscriptions.keySet());
            if (inAny && wanted.isEmpty() && !cursors.isEmpty()) {
                throw new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND);
            }
            claimed = claim(wanted.keySet());
        }
        accepted.run();
        begin(wanted, claimed);
        release();
    }

    /** Takes the rooms out of those that are held, for nothing else may let them flow. Returns where those ended. */
    private synchronized Map<RoomId, Rev> claim(Set<RoomId> rooms) {
        if (resuming > 2 || (catchups != null && catchups.size() > 2 * subscriptions.size())) {
            throw new ChatException.TooMany(ErrorCode.RATE_LIMITED, Holds.HOLD);
        }
        resuming++;
        Map<RoomId, Rev> claimed = new HashMap<>();
        if (held != null) {
            for (RoomId room : rooms) {
                Rev end = held.remove(room);
                if (end != null && (behind == null || !behind.remove(room))) {
                    claimed.put(room, end);
                }
            }
        }
        return claimed;
    }

    /** @param held those of the rooms that were held until now, and where they ended when they began to be */
    private void begin(Map<RoomId, Rev> cursors, Map<RoomId, Rev> held) {
        try {
            Map<RoomId, Rev> ends = new HashMap<>(held);
            ends.putAll(realtime.ends(beyond(cursors, held)));
            synchronized (this) {
                resuming--;
                cursors.forEach((room, cursor) ->
                        resume(room, cursor, ends.getOrDefault(room, Rev.ZERO), held.containsKey(room)));
            }
        } catch (ChatException.Unavailable e) {
            if (!closed) {
                realtime.later(() -> begin(cursors, held));
            }
            return;
        } catch (RuntimeException e) {
            end(CloseReason.GOING_AWAY);
            throw e;
        }
        runCatchups();
    }

    /** The rooms whose cursor is not known to be one that their log has reached. */
    private static List<RoomId> beyond(Map<RoomId, Rev> cursors, Map<RoomId, Rev> ends) {
        return cursors.keySet().stream()
                .filter(room -> cursors.getOrDefault(room, Rev.ZERO).compareTo(ends.getOrDefault(room, Rev.ZERO)) > 0)
                .toList();
    }

    /** A cursor that the log has not reached (it was restored from an older copy) is moved back to its end. */
    private void resume(RoomId room, Rev cursor, Rev end, boolean wasHeld) {
        Rev start = cursor.compareTo(end) < 0 ? cursor : end;
        catchUp(room, start, true, wasHeld && start.equals(end));
    }

    /** Lets everything flow that is still held. */
    public void release() {
        synchronized (this) {
            if (held != null && !closed) {
                held.forEach((room, start) -> catchUp(room, start, false, behind == null || !behind.contains(room)));
                behind = null;
                held = null;
                if (announcements != null) {
                    announcements.forEach(frame -> outbox.offer(frame, Urgency.EVENT));
                    announcements = null;
                }
            }
        }
        runCatchups();
    }

    /** @param atEnd whether the log has, as far as is known, nothing above the cursor */
    private void catchUp(RoomId room, Rev cursor, boolean resumed, boolean atEnd) {
        Subscription subscription = subscriptions.get(room);
        if (subscription != null) {
            Catchup catchup = realtime.catchup(subscription, cursor, atEnd, resumed, this::caughtUp);
            if (catchups == null) {
                catchups = new ArrayDeque<>(2);
            }
            catchups.add(catchup::goLive);
        }
    }

    private void caughtUp() {
        synchronized (this) {
            catchingUp = false;
        }
        runCatchups();
    }

    private void runCatchups() {
        Runnable next;
        synchronized (this) {
            if (catchingUp || catchups == null || closed) {
                return;
            }
            next = catchups.poll();
            if (next == null) {
                catchups = null;
                return;
            }
            catchingUp = true;
        }
        next.run();
    }

    /** Adds a room. Its changes up to {@code end} are the past. */
    synchronized void join(Subscription subscription) {
        if (closed || subscriptions.putIfAbsent(subscription.room(), subscription) != null) {
            realtime.unsubscribe(subscription);
        }
    }

    /** It is in all rooms of its user. */
    void joined() {
        joined = true;
    }

    boolean hasJoined() {
        return joined;
    }

    synchronized List<RoomId> rooms() {
        return List.copyOf(subscriptions.keySet());
    }

    /** The room as its user has it; null if the connection is not in it. */
    @Nullable
    synchronized Membership membership(RoomId room) {
        Subscription subscription = subscriptions.get(room);
        return subscription == null ? null : subscription.membership();
    }

    /** It holds its rooms, which end there. Returns whether there are any. */
    synchronized boolean hold(Map<RoomId, Head> ends) {
        for (Subscription subscription : subscriptions.values()) {
            Head end = ends.get(subscription.room());
            if (held != null && end != null) {
                begin(subscription, end, end);
            }
        }
        since = since == null ? null : Map.of();
        return !subscriptions.isEmpty();
    }

    /** Says, once, from where on it is told of the room, whose log ends there. */
    private void begin(Subscription subscription, Head usual, Head end) {
        if (subscription.begun) {
            return;
        }
        subscription.begun = true;
        RoomId room = subscription.room();
        Head start = since == null ? usual : since.getOrDefault(room, subscription.joinedAfter());
        boolean atEnd = start.equals(end);
        subscription.told = start.lastSeq().value();
        subscription.known = subscription.told;
        if (held == null) {
            catchUp(room, start.lastRev(), false, atEnd);
        } else {
            held.put(room, start.lastRev());
            if (!atEnd) {
                behind = behind == null ? new HashSet<>(1) : behind;
                behind.add(room);
            }
        }
    }

    /** The one room that it hears; null if it hears all of its user's. */
    @Nullable
    RoomId only() {
        return only;
    }

    /** Whether it is to hear of the room when its user is in it. */
    boolean hears(RoomId room) {
        return only == null || only.equals(room);
    }

    /** Its user has come into a room whose log ends there, which it is told. Does nothing if it is in it. */
    void enter(Subscription subscription, Head end, EncodedEvent event) {
        boolean entered;
        boolean flowing;
        synchronized (this) {
            entered = !closed && subscriptions.putIfAbsent(subscription.room(), subscription) == null;
            flowing = held == null;
            if (entered) {
                announce(event);
                begin(subscription, subscription.joinedAfter(), end);
            }
        }
        if (!entered) {
            realtime.unsubscribe(subscription);
        } else if (flowing) {
            runCatchups();
        }
    }

    /** Its user has left the room, or the room is gone: it hears nothing more of it, and is told so if it was in it. */
    void leave(RoomId room, EncodedEvent event) {
        Subscription left;
        synchronized (this) {
            left = subscriptions.remove(room);
            if (held != null) {
                held.remove(room);
            }
            if (left != null) {
                left.end();
                announce(event);
            }
        }
        if (left != null) {
            realtime.unsubscribe(left);
        }
        if (room.equals(only)) {
            end(CloseReason.ROOM_LEFT);
        }
    }

    /** The room has these settings, which it is told if it is in it and did not know. */
    synchronized void changed(Room room, EncodedEvent event) {
        Subscription subscription = subscriptions.get(room.id());
        if (subscription != null && subscription.changed(room)) {
            announce(event);
        }
    }

    /** Its user has another role in the room, which it is told; and again what settings it has, if those are older. */
    synchronized void assigned(Membership now, EncodedEvent event) {
        Subscription subscription = subscriptions.get(now.room().id());
        if (subscription == null) {
            return;
        }
        subscription.assigned(now.role());
        announce(event);
        Room known = subscription.membership().room();
        if (!subscription.changed(now.room()) && known.version() > now.room().version()) {
            announce(new EncodedEvent(new Event.RoomChanged(known)));
        }
    }

    /**
     * Tells of a room, behind what is told first of all. Under the lock in which what is told becomes so: who leaves a room and
     * comes in again is told that in this order.
     */
    private void announce(EncodedEvent event) {
        byte[] frame = event.in(format);
        if (frame == null) {
            return;
        }
        if (held == null) {
            outbox.offer(frame, Urgency.EVENT);
            return;
        }
        announcements = announcements == null ? new ArrayList<>(1) : announcements;
        announcements.add(frame);
    }

    /** Sends nothing more, and forgets its rooms. What the outbox holds is dropped. */
    void shut() {
        outbox.close();
        List<Subscription> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(subscriptions.values());
            subscriptions.clear();
            catchups = null;
            held = null;
        }
        left.forEach(realtime::unsubscribe);
    }

    /** Sends nothing more, and closes the transport, which then {@linkplain Realtime#disconnect disconnects}. */
    void end(CloseReason reason) {
        outbox.end(reason);
    }

    boolean isClosed() {
        return closed;
    }

    void claims(AccessClaims newer) {
        claims = newer;
    }

    long lastHeard() {
        return lastHeard;
    }

    EventFormat format() {
        return format;
    }

    void ping() {
        wire.ping();
    }

    Duration heartbeat() {
        return wire.heartbeat();
    }

    Outbox outbox() {
        return outbox;
    }
}
