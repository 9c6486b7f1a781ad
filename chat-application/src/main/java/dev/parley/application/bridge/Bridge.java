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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Joins the rooms of this server with another messenger, and, through it, with the other nodes. Safe for concurrent use.
 *
 * <p>A room gets its topic with its first message; the {@link Fleet} carries over those in which something happens, and the
 * {@link Sweep}, the {@link Moves} and the {@link Scout} find those of which nobody has told.
 */
public final class Bridge implements Relay, Messenger.Listener {
    /** When it is looked for what nobody told of, such as what a node has written that is cut off from the messenger. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** Every which look is at all rooms that are being carried over, and at all rooms where other nodes write too. */
    private static final int WIDE = 15;

    /** Every which look is at everything. */
    private static final int WHOLE = 150;

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Messenger messenger;
    private final Doorbell doorbell;
    private final Scheduling scheduling;
    private final Fleet fleet;
    private final Sweep sweep;
    private final Moves moves;
    private final Newcomers newcomers;
    private final Scout scout;
    private final boolean alone;
    private int looks;
    private volatile boolean closed;

    /** Is told that a room may have news that other nodes have written. */
    interface Doorbell {
        void ring(MessageRef news);
    }

    /** What finds the rooms that are to be carried over, and carries them. */
    record Crossing(Fleet fleet, Sweep sweep, Moves moves, Newcomers newcomers, Scout scout) {}

    /** @param alone whether no other node can use the store */
    Bridge(Messenger messenger, Doorbell doorbell, Crossing crossing, boolean alone, Scheduling scheduling) {
        this.messenger = messenger;
        this.doorbell = doorbell;
        this.scheduling = scheduling;
        this.fleet = crossing.fleet;
        this.sweep = crossing.sweep;
        this.moves = crossing.moves;
        this.newcomers = crossing.newcomers;
        this.scout = crossing.scout;
        this.alone = alone;
    }

    /** Begins to connect. Returns at once. */
    public void start() {
        messenger.start(this);
        scheduling.after(LOOK, this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        looks++;
        boolean all = looks % WHOLE == 0;
        if (looks % WIDE == 0) {
            fleet.all().forEach(RoomBridge::doubt);
        } else {
            boolean unused = fleet.tell(RoomId.GENERAL, RoomBridge::doubt);
        }
        if (all || fleet.hasOverflowed() || (!alone && looks % WIDE == 0)) {
            sweep.beginAnew();
        }
        if (all) {
            moves.lookAtAll();
        }
        scout.look();
        scheduling.after(LOOK, this::look);
    }

    /** What keeps the rooms from being carried over, for the operator; empty if nothing does. */
    public String trouble() {
        return Stream.concat(
                        Stream.of(messenger.trouble()), fleet.all().stream().map(RoomBridge::trouble))
                .filter(trouble -> !trouble.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The user has an account there from now on. */
    public void linked(UserId user) {
        newcomers.add(user);
    }

    /** Leaves: what has not been carried over will be, at the next start or by another node. Blocks for two seconds at most. */
    public void close() {
        closed = true;
        sweep.end();
        scout.close();
        fleet.close();
        awaitIdle(); // What is on its way is still answered, and leaves no doubt to those who go on.
        messenger.close();
        awaitIdle();
    }

    private void awaitIdle() {
        long end = scheduling.nanoTime().getAsLong() + GOODBYE.toNanos();
        while (scheduling.nanoTime().getAsLong() < end && !fleet.all().stream().allMatch(RoomBridge::isIdle)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    public void committed(RoomId room) {
        if (!fleet.tell(room, RoomBridge::committed)) {
            fleet.call(room);
        }
    }

    @Override
    public void changed(RoomId room) {
        fleet.change(room);
    }

    @Override
    public void typing(RoomId room, UserId user) {
        boolean unused = fleet.tell(room, it -> it.typing(user));
    }

    @Override
    public void read(RoomId room, UserId user, Seq seq) {
        boolean unused = fleet.tell(room, it -> it.read(user, seq));
    }

    @Override
    public void connected(ForeignSession session) {
        fleet.connected(session);
        sweep.begin();
        moves.connected(session);
        scout.session(session);
    }

    @Override
    public void disconnected() {
        sweep.end();
        moves.disconnected();
        scout.session(null);
        fleet.disconnected();
    }

    @Override
    public void detached() {
        fleet.all().forEach(RoomBridge::detached);
    }

    @Override
    public void gone(Topic topic) {
        boolean unused = fleet.tell(topic, RoomBridge::detached);
    }

    @Override
    public void posted(ForeignPost post) {
        MessageRef origin = post.origin();
        if (origin != null) {
            doorbell.ring(origin);
        }
        tell(post.topic(), room -> room.posted(post));
    }

    @Override
    public void retracted(Topic topic, long last) {
        tell(topic, room -> room.retracted(topic, last));
    }

    @Override
    public void regrouped(Topic topic) {
        tell(topic, RoomBridge::regrouped);
    }

    @Override
    public void moved(Topic topic) {
        tell(topic, RoomBridge::doubt);
    }

    /** Its room may just be leaving. */
    private void tell(Topic topic, Consumer<RoomBridge> event) {
        if (!fleet.tell(topic, event)) {
            moves.add(topic);
        }
    }

    @Override
    public void typing(Topic topic, ForeignAccount account) {
        boolean unused = fleet.tell(topic, room -> room.typing(account));
    }

    @Override
    public void read(Topic topic, ForeignAccount account, long number) {
        boolean unused = fleet.tell(topic, room -> room.read(account, number));
    }
}
