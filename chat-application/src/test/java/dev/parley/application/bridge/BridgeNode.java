package dev.parley.application.bridge;

import dev.parley.application.account.Sessions;
import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.node.Nodes;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.Messenger;
import dev.parley.domain.bridge.TopicRoll;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import dev.parley.domain.node.Leases;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One process with a bridge: when it dies, all that it had in memory is gone. */
final class BridgeNode {
    final Bridge bridge;
    private final BridgeWorld world;
    private final TestWorkers workers = new TestWorkers();
    private final Messenger client;
    private final MessageLog log;
    final Realtime realtime;
    private final String name;
    private boolean alive = true;
    private boolean closing;
    private boolean turning;
    private int written;

    /** The process is gone in the middle of something. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    BridgeNode(BridgeWorld world, String name) {
        this.world = world;
        this.name = name;
        Scheduling scheduling = new Scheduling(workers, workers, world.time, world.time, this::nanoTime);
        MessageLog log = shaky(MessageLog.class, world.log);
        UserDirectory users = shaky(UserDirectory.class, world.users);
        RoomDirectory rooms = shaky(RoomDirectory.class, world.rooms);
        Leases leases = shaky(Leases.class, world.leases);
        BridgeLedger ledger = shaky(BridgeLedger.class, world.ledger);
        TopicRoll roll = shaky(TopicRoll.class, world.roll);
        NodeId self = new NodeId(name);
        Profiles profiles = new Profiles(users, world.time::nanoTime);
        Random random = new Random(world.random.nextLong());
        Sessions sessions = new Sessions(
                new MemorySessionLedger(),
                new PlainTokens(),
                profiles,
                world.time,
                world.time::nanoTime,
                random,
                Duration.ofDays(1));
        Realtime realtime = new Realtime(
                log,
                new Rooms(rooms, log, profiles),
                profiles,
                sessions,
                new Nodes(leases, self, scheduling),
                scheduling,
                3);
        this.log = log;
        this.realtime = realtime;
        client = world.messenger.client(() -> world.before(this));
        bridge = Bridges.build(
                client,
                new Bridges.Ground(log, users, rooms, ledger, roll, world.shared ? leases : null, self),
                new Bridges.Plan(true, 1_000, random),
                profiles,
                realtime,
                Writer::new,
                scheduling);
        realtime.relayTo(bridge);
    }

    /** Writes at once; who listens is of no interest. */
    private final class Writer implements Scribe {
        private final RoomId room;

        Writer(RoomId room) {
            this.room = room;
        }

        @Override
        public List<Appended> append(List<Draft> drafts) {
            if (drafts.isEmpty()) {
                return List.of();
            }
            List<Appended> appended = log.append(room, drafts);
            workers.execute(() -> bridge.committed(room));
            return appended;
        }

        @Override
        public Changed change(Seq seq, Change change) {
            Changed changed = log.change(room, seq, change);
            workers.execute(() -> bridge.committed(room));
            return changed;
        }
    }

    private long nanoTime() {
        if (closing) {
            demandAlive(); // The dead wait for nothing.
            closing = false;
            workers.settle();
            closing = true;
        }
        return world.time.nanoTime();
    }

    private <T> T shaky(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    world.before(this);
                    world.mayFail();
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        world.mayFail();
                        demandAlive();
                    }
                }));
    }

    void start() {
        bridge.start();
    }

    boolean isAlive() {
        return alive;
    }

    void demandAlive() {
        if (!alive) {
            throw new Killed();
        }
    }

    /** Runs one task. Returns whether there was one. */
    boolean turn() {
        if (!alive || turning) {
            return false;
        }
        turning = true;
        try {
            return workers.turn();
        } finally {
            turning = false;
        }
    }

    void kill() {
        alive = false;
        workers.shutDown();
        world.messenger.cut(client);
    }

    /** Leaves as a server does that is told to. */
    void close() {
        closing = true;
        bridge.close();
        closing = false;
        alive = false;
        workers.shutDown();
    }

    /** Does something that may fail, or end the process. Returns whether it was done, as far as anybody knows. */
    boolean attempt(Runnable task) {
        try {
            task.run();
            return true;
        } catch (ChatException.Unavailable | Killed e) {
            return false;
        }
    }

    /** A user writes at this node. */
    void write(UserId author, String text) {
        write(BridgeWorld.ROOM, author, text);
    }

    void write(RoomId room, UserId author, String text) {
        var unused = new Writer(room).append(List.of(draft(author, text)));
    }

    /** A user sends files at this node. */
    void write(UserId author, String text, String... files) {
        List<Attachment> attached = Arrays.stream(files)
                .map(file -> new Attachment(
                        new FileId("%022x".formatted(file.hashCode())), new FileName(file), MediaType.UNKNOWN, 1, null))
                .toList();
        var unused =
                new Writer(BridgeWorld.ROOM).append(List.of(draft(author, text).with(attached)));
    }

    private Draft draft(UserId author, String text) {
        MessageKey key = MessageKey.unnamed(name + "." + written++);
        return new Draft(key, author, new Content(text), world.time.instant());
    }

    /** A user changes a message at this node. */
    void change(long seq, Change change) {
        change(BridgeWorld.ROOM, seq, change);
    }

    void change(RoomId room, long seq, Change change) {
        var unused = new Writer(room).change(new Seq(seq), change);
    }

    void edit(long seq, String text) {
        change(seq, new Change.Edit(new Content(text), world.time.instant()));
    }

    void react(UserId user, long seq, boolean on) {
        change(seq, new Change.React(user, new Emoji("👍"), on));
    }

    void delete(long seq) {
        change(seq, new Change.Delete());
    }

    @Override
    public String toString() {
        return name;
    }
}
