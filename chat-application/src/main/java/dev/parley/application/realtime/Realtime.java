package dev.parley.application.realtime;

import dev.parley.application.account.Sessions;
import dev.parley.application.node.Nodes;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Outbox.Urgency;
import dev.parley.application.room.RoomState;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.presence.PresenceState;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomWatch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The realtime core as the rest of the house sees it: what is written comes in here, what is heard goes out here.
 *
 * <p>Safe for concurrent use.
 */
public final class Realtime {
    /** When the store is asked again that was away. */
    private static final Duration RETRY = Duration.ofMillis(500);

    /** How long those who are told goodbye may take to read what they were sent before. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** How long a removal waits for that. */
    private static final Duration KNOWN = Duration.ofSeconds(8);

    private static final int MAX_QUERY = 1_000;

    private final MessageLog log;
    private final Rooms rooms;
    private final Profiles profiles;
    private final Sessions sessions;
    private final Scheduling scheduling;
    private final Connections connections;
    private final RoomFeeds feeds;
    private final RoomWriters writers;
    private final Holds holds;
    private final Lookout lookout;
    private final Seating seating;
    private final RollCall rollCall;
    private final Marker marker;
    private final Sweep sweep;
    private final Flusher flusher = new Flusher();
    private final Watchers watchers = new Watchers();
    private final Notices notices = new Notices();
    private volatile Relay relay = Relay.NONE;
    private volatile Whereabouts whereabouts = Whereabouts.NONE;
    private volatile boolean closing;

    /** @param connectionsPerUser how many connections one user may have open on this node */
    public Realtime(
            MessageLog log,
            Rooms rooms,
            Profiles profiles,
            Sessions sessions,
            Nodes nodes,
            Scheduling scheduling,
            int connectionsPerUser) {
        this.log = log;
        this.rooms = rooms;
        this.profiles = profiles;
        this.sessions = sessions;
        this.scheduling = scheduling;
        this.connections =
                new Connections(connectionsPerUser, user -> whereabouts.came(user), user -> whereabouts.went(user));
        this.holds = new Holds(scheduling);
        this.feeds = new RoomFeeds(log, profiles, scheduling);
        this.writers = new RoomWriters(log, scheduling, feeds, room -> relay.committed(room));
        this.marker = new Marker(rooms, scheduling);
        this.sweep = new Sweep(connections, sessions, scheduling);
        this.seating = new Seating(rooms, connections, feeds);
        this.rollCall = new RollCall(nodes, rooms, connections, feeds, seating, scheduling);
        feeds.musterBy(rollCall);
        this.lookout = new Lookout(nodes, log, feeds, rollCall, scheduling);
    }

    public void start() {
        flusher.start();
        lookout.start();
        sweep.start();
        marker.start();
    }

    /** Appends the draft. Completes when it is durable; drafts that one thread appends keep their order. */
    public CompletableFuture<Appended> append(RoomId room, Draft draft) {
        return notices.appended(writers.append(room, draft));
    }

    /**
     * Appends the drafts one behind the other, in their order, whatever fails. Completes when they are durable.
     *
     * @param drafts 1 to {@link MessageLog#MAX_BATCH}
     */
    public CompletableFuture<List<Appended>> appendAll(RoomId room, List<Draft> drafts) {
        return notices.appendedAll(writers.appendAll(room, drafts));
    }

    /** Applies the change. Completes when it is durable. */
    public CompletableFuture<Changed> change(RoomId room, Seq seq, Change change) {
        return notices.changed(writers.change(room, seq, change), change);
    }

    /** Tells the room that the user has read up to {@code seq}. */
    public void read(RoomId room, UserId user, Seq seq) {
        feeds.read(room, user, seq);
        relay.read(room, user, seq);
    }

    /** The user has written this, and has read the room up to there. Nobody is told: the message says it. */
    public void wrote(UserId author, RoomId room, Seq seq) {
        rooms.wrote(author, room, seq);
    }

    /** Tells the room that the user is writing. */
    public void typing(RoomId room, UserId user) {
        feeds.typing(room, user);
        relay.typing(room, user);
    }

    /** From now on this one tells others what this node's users do. To be said before {@link #start}. */
    public void relayTo(Relay other) {
        relay = other;
    }

    /**
     * From now on this one is told of every message that this node has written, new or anew, when its author has been
     * answered; of one that was repeated, again. It never blocks. To be said before {@link #start}.
     */
    public void tellWritingTo(Consumer<Message> other) {
        notices.tell(other);
    }

    /** From now on this one is told who is connected. To be said before {@link #start}. */
    public void tellWhereaboutsTo(Whereabouts other) {
        whereabouts = other;
    }

    /**
     * From now on the connection is told when one of these comes or goes, and of nobody else.
     *
     * @param first what it is told at once
     */
    public void watch(Connection connection, Collection<UserId> users, List<PresenceState> first) {
        watchers.watch(connection, users);
        byte[] frame =
                first.isEmpty() ? null : new EncodedEvent(new Event.PresenceChanged(first)).in(connection.format());
        if (frame != null) {
            connection.outbox().offer(frame, Urgency.EVENT);
        }
        removeIfClosed(connection);
    }

    /** Whoever it was that closed it may not have found it among the watchers. */
    private void removeIfClosed(Connection connection) {
        if (connection.isClosed()) {
            watchers.remove(connection);
        }
    }

    /** These have come or gone: who watches them is told, and who wants everybody as far as there is time. */
    public void tellPresence(List<PresenceState> changes) {
        watchers.tell(changes);
    }

    /** Tells this node's listeners what a relay has brought: the user has read up to {@code seq}. */
    public void readElsewhere(RoomId room, UserId user, Seq seq) {
        feeds.read(room, user, seq);
    }

    /** Tells this node's listeners what a relay has brought: the user is writing. */
    public void typingElsewhere(RoomId room, UserId user) {
        feeds.typing(room, user);
    }

    /**
     * Others than this node may change who is in which room, or this one may change it and not know: this tells what was
     * changed. To be said before {@link #start}. */
    public void watchStore(RoomWatch shared) {
        rollCall.watch(shared);
    }

    /** Somebody says that the log of the room goes up to this rev. If anybody listens who is behind, it is looked at. */
    public void rumoured(RoomId room, Rev rev) {
        feeds.rumoured(room, rev);
    }

    /** As the other one, for a connection that hears all rooms of its user from when it joins them. */
    public Connection connect(AccessClaims claims, EventFormat format, Wire wire) {
        return connect(claims, new Interest(format, null, null), wire);
    }

    /** Where the rooms end that the user's connection would join now. */
    public Map<RoomId, Head> ends(UserId user, @Nullable RoomId only) {
        List<RoomId> ids = rooms(user, only).stream()
                .map(membership -> membership.room().id())
                .toList();
        Map<RoomId, Head> ends = new HashMap<>();
        ids.forEach(room -> ends.put(room, Head.EMPTY));
        ends.putAll(heads(ids));
        return ends;
    }

    private List<Membership> rooms(UserId user, @Nullable RoomId only) {
        return only == null ? rooms.of(user) : rooms.find(user, only).stream().toList();
    }

    /**
     * Opens a connection. It hears nothing before it has {@linkplain #join joined} its rooms.
     *
     * @throws ChatException.TooMany if the user has too many
     * @throws ChatException.Unauthenticated if its session has ended meanwhile
     * @throws ChatException.Unavailable if the server is leaving, or the store does not answer
     */
    public Connection connect(AccessClaims claims, Interest interest, Wire wire) {
        Outbox outbox = new Outbox(wire, flusher::soon, scheduling.nanoTime());
        Connection connection = new Connection(this, claims, interest, wire, outbox, nanoTime());
        connections.add(connection);
        try {
            sessions.demandOpen(claims.session()); // An end before the line above did not find this connection.
            if (closing) {
                throw new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN); // Nor did a farewell.
            }
        } catch (RuntimeException e) {
            disconnect(connection);
            throw e;
        }
        return connection;
    }

    /**
     * Subscribes the connection to all rooms of its user that it is to hear, held, and tells where they are: whatever
     * comes after that it will be sent.
     *
     * @throws ChatException.NotFound if it is to hear one room, and its user is not in that
     */
    public List<RoomState> join(Connection connection) {
        List<RoomState> states = joinHeld(connection);
        holds.begin(connection);
        return states;
    }

    /** As {@link #join}, but held until it resumes or is released, however long that takes: the caller sees to it. */
    public List<RoomState> joinHeld(Connection connection) {
        rollCall.expect(connection.user());
        List<Membership> joined = seating.join(connection);
        List<RoomState> states = rooms.states(connection.user(), joined);
        Map<RoomId, Head> ends = new HashMap<>();
        states.forEach(state -> ends.put(state.room().id(), state.head()));
        if (!connection.hold(ends) && connection.only() != null) {
            throw new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND);
        }
        if (connection.format().wantsEverybody()) {
            watchers.listen(connection);
            removeIfClosed(connection);
        }
        return states;
    }

    /**
     * The user has come into the room, or has another role there: its connections hear the room from now on, and are told
     * so. Where the store is away that happens when it is back.
     */
    public void entered(UserId user, RoomId room) {
        relay.changed(room);
        seating.entered(user, room);
    }

    /** The user was found to be in the room: those of its connections that do not hear it will. */
    public void met(UserId user, RoomId room) {
        seating.met(user, room);
    }

    /**
     * Somebody is about to be put out of a room: waits until the other nodes look after what this one changes, lest they
     * tell somebody who is out. That is so at once but after a start beside others, or after this node was silent.
     *
     * @throws ChatException.Unavailable if that takes longer than eight seconds
     */
    public void awaitKnown() {
        awaitAtMost(KNOWN, rollCall::isKnown);
        if (!rollCall.isKnown()) {
            throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
        }
    }

    /** The user has left the room: its connections hear nothing more of it from now on, and are told so. */
    public void left(UserId user, RoomId room) {
        rooms.left(user, room);
        relay.changed(room);
        seating.left(user, room);
    }

    /** Something may have changed, or may yet, of who is in which room and of what settings these have: nobody knows what. */
    public void doubtRooms() {
        rollCall.doubt();
    }

    /** The room is gone: nobody hears anything more of it, and who was in it is told so. */
    public void closed(RoomId room) {
        relay.changed(room);
        seating.closed(room);
    }

    /** The room has other settings: who listens is told. */
    public void changed(Room room) {
        relay.changed(room.id());
        rollCall.repeat(room); // Also where the store is away.
        if (rollCall.callListeners(room.id())) {
            seating.changed(room);
        }
    }

    /** The connection's transport is gone, or is to go. */
    public void disconnect(Connection connection) {
        connections.remove(connection);
        connection.shut();
        watchers.remove(connection);
    }

    /**
     * Answers what was sent, tells everybody that the server leaves, and closes. Nothing is taken any more. Blocks for two
     * seconds at most.
     */
    public void farewell(Duration retryAfter) {
        closing = true;
        sweep.close();
        writers.close();
        awaitAtMost(FAREWELL, writers::isIdle); // Who has sent something is answered before it is told goodbye.
        EncodedEvent bye = new EncodedEvent(new Event.Bye(retryAfter));
        List<Connection> all = connections.all();
        for (Connection connection : all) {
            byte[] frame = bye.in(connection.format());
            if (frame != null) {
                connection.answer(frame);
            }
        }
        awaitAtMost(
                FAREWELL,
                () -> all.stream().allMatch(connection -> connection.outbox().isEmpty()));
        all.forEach(connection -> connection.end(CloseReason.GOING_AWAY));
    }

    private void awaitAtMost(Duration patience, BooleanSupplier reached) {
        long end = nanoTime() + patience.toNanos();
        while (!reached.getAsBoolean() && nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Writes what was taken, takes nothing more, and stops. Returns whether all was written within the time. */
    public boolean close(Duration patience) {
        closing = true;
        sweep.close();
        writers.close();
        awaitAtMost(patience, writers::isIdle);
        marker.close();
        lookout.close();
        flusher.close();
        return writers.isIdle();
    }

    Catchup catchup(Subscription subscription, Rev cursor, boolean atEnd, boolean announced, Runnable finished) {
        return new Catchup(subscription, cursor, atEnd, announced, log, profiles, scheduling, finished);
    }

    /** Where the logs of the rooms end; rooms without messages are absent. */
    Map<RoomId, Rev> ends(Collection<RoomId> ids) {
        Map<RoomId, Rev> ends = new HashMap<>();
        heads(ids).forEach((room, head) -> ends.put(room, head.lastRev()));
        return ends;
    }

    private Map<RoomId, Head> heads(Collection<RoomId> ids) {
        Map<RoomId, Head> heads = new HashMap<>();
        List<RoomId> all = List.copyOf(ids);
        for (int i = 0; i < all.size(); i += MAX_QUERY) {
            heads.putAll(log.heads(all.subList(i, Math.min(all.size(), i + MAX_QUERY))));
        }
        return heads;
    }

    void unsubscribe(Subscription subscription) {
        feeds.unsubscribe(subscription);
    }

    void renewed(Connection connection, AccessClaims newer) {
        sessions.demandOpen(newer.session());
        connections.move(connection, newer.session());
        connection.claims(newer);
        try {
            sessions.demandOpen(newer.session()); // An end before the move did not find this connection.
        } catch (ChatException.Unauthenticated e) {
            connection.end(CloseReason.SESSION_ENDED);
            throw e;
        }
    }

    void later(Runnable task) {
        scheduling.readAfter(RETRY, task);
    }

    RoomFeeds feeds() {
        return feeds;
    }

    Watchers watchers() {
        return watchers;
    }

    Connections connections() {
        return connections;
    }

    long nanoTime() {
        return scheduling.nanoTime().getAsLong();
    }
}
