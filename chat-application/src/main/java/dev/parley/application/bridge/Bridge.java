package dev.parley.application.bridge;

import dev.parley.application.realtime.Relay;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessageRef;
import dev.parley.domain.bridge.Messenger;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Joins the rooms of this server with another messenger, and, through it, with the other nodes. Safe for concurrent use.
 *
 * <p>General is carried over; whoever is asked about another room does nothing.
 */
public final class Bridge implements Relay, Messenger.Listener {
    /** When it is looked for what nobody told of, such as what a node has written that is cut off from the messenger. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Messenger messenger;
    private final Doorbell doorbell;
    private final Scheduling scheduling;
    private final Map<RoomId, RoomBridge> rooms;
    private volatile boolean closed;

    /** Is told that a room may have news that other nodes have written. */
    interface Doorbell {
        void ring(MessageRef news);
    }

    Bridge(Messenger messenger, Doorbell doorbell, Scheduling scheduling, Map<RoomId, RoomBridge> rooms) {
        this.messenger = messenger;
        this.doorbell = doorbell;
        this.scheduling = scheduling;
        this.rooms = rooms;
    }

    /** Begins to connect. Returns at once. */
    public void start() {
        messenger.start(this);
        scheduling.after(LOOK, this::look);
    }

    private void look() {
        if (!closed) {
            rooms.values().forEach(RoomBridge::doubt);
            scheduling.after(LOOK, this::look);
        }
    }

    /** What keeps the rooms from being carried over, for the operator; empty if nothing does. */
    public String trouble() {
        return Stream.concat(
                        Stream.of(messenger.trouble()), rooms.values().stream().map(RoomBridge::trouble))
                .filter(trouble -> !trouble.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Leaves: what has not been carried over will be, at the next start or by another node. Blocks for two seconds at most. */
    public void close() {
        closed = true;
        rooms.values().forEach(RoomBridge::close);
        awaitIdle(); // What is on its way is still answered, and leaves no doubt to those who go on.
        messenger.close();
        awaitIdle();
    }

    private void awaitIdle() {
        long end = scheduling.nanoTime().getAsLong() + GOODBYE.toNanos();
        while (scheduling.nanoTime().getAsLong() < end
                && !rooms.values().stream().allMatch(RoomBridge::isIdle)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    public void committed(RoomId room) {
        RoomBridge bridge = rooms.get(room);
        if (bridge != null) {
            bridge.committed();
        }
    }

    @Override
    public void typing(RoomId room, UserId user) {
        RoomBridge bridge = rooms.get(room);
        if (bridge != null) {
            bridge.typing(user);
        }
    }

    @Override
    public void read(RoomId room, UserId user, Seq seq) {
        RoomBridge bridge = rooms.get(room);
        if (bridge != null) {
            bridge.read(user, seq);
        }
    }

    @Override
    public void connected(ForeignSession session) {
        rooms.values().forEach(room -> room.connected(session));
    }

    @Override
    public void disconnected() {
        rooms.values().forEach(RoomBridge::disconnected);
    }

    @Override
    public void detached() {
        rooms.values().forEach(RoomBridge::detached);
    }

    @Override
    public void posted(ForeignPost post) {
        MessageRef origin = post.origin();
        if (origin != null) {
            doorbell.ring(origin);
        }
        RoomBridge room = find(post.topic());
        if (room != null) {
            room.posted(post);
        }
    }

    @Override
    public void retracted(Topic topic, long last) {
        RoomBridge room = find(topic);
        if (room != null) {
            room.retracted(topic, last);
        }
    }

    @Override
    public void typing(Topic topic, ForeignAccount account) {
        RoomBridge room = find(topic);
        if (room != null) {
            room.typing(account);
        }
    }

    @Override
    public void read(Topic topic, ForeignAccount account, long number) {
        RoomBridge room = find(topic);
        if (room != null) {
            room.read(account, number);
        }
    }

    private @Nullable RoomBridge find(Topic topic) {
        return rooms.values().stream()
                .filter(room -> room.isAbout(topic))
                .findFirst()
                .orElse(null);
    }
}
