package dev.parley.application.realtime;

import dev.parley.application.account.Sessions;
import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.node.Nodes;
import dev.parley.application.profile.Profiles;
import dev.parley.application.room.RoomState;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.Session;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.TokenHash;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;

/** Writers, listeners and mishaps at random, by real threads. What is random comes from the seed, what races does not. */
final class Storm implements AutoCloseable {
    static final List<RoomId> ROOMS = List.of(RoomId.GENERAL, new RoomId(2));

    private static final UserId ANN = new UserId(1);

    final MemoryMessageLog log = new MemoryMessageLog();
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final ExecutorService completions = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService actors = Executors.newCachedThreadPool();
    private final MemorySessionLedger ledger = new MemorySessionLedger();
    private final Realtime realtime;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final long seed;

    Storm(long seed) {
        this.seed = seed;
        MemoryUserDirectory users = new MemoryUserDirectory();
        UserId ann = users.add("ann").id();
        MemoryRoomDirectory directory = new MemoryRoomDirectory();
        directory.open("Other", ann);
        Profiles profiles = new Profiles(users, () -> System.nanoTime() * 1_000); // A minute of 60 ms.
        Sessions sessions = new Sessions(
                ledger,
                new PlainTokens(),
                profiles,
                InstantSource.system(),
                System::nanoTime,
                new Random(seed),
                Duration.ofDays(1));
        Scheduling scheduling = new Scheduling(workers, workers, timer, InstantSource.system(), System::nanoTime);
        Nodes nodes = new Nodes(new MemoryLeases(), new NodeId("storm"), scheduling);
        realtime = new Realtime(log, new Rooms(directory, log, profiles), profiles, sessions, nodes, scheduling, 1_000);
        realtime.start();
    }

    List<Future<?>> begin(long end) {
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Random random = new Random(seed * 31 + i);
            String name = "w" + i;
            done.add(actors.submit(() -> write(name, random, end)));
            done.add(actors.submit(() -> listen(new Random(random.nextLong()), end)));
        }
        done.add(actors.submit(() -> trouble(new Random(seed * 37), end)));
        return done;
    }

    private void write(String name, Random random, long end) {
        for (int i = 0; System.nanoTime() < end; i++) {
            RoomId room = ROOMS.get(random.nextInt(ROOMS.size()));
            Seq seq = new Seq(1 + random.nextInt(20));
            String text = name + "." + i;
            switch (random.nextInt(10)) {
                case 0 -> log.writeElsewhere(room, ANN, text);
                case 1 -> log.changeElsewhere(room, seq, edit(text));
                case 2, 3 ->
                    tryOnce(() -> realtime.change(room, seq, edit(text)).join());
                case 4 -> log.changeElsewhere(room, seq, react(random));
                case 5 ->
                    tryOnce(() -> realtime.change(room, seq, react(random)).join());
                default -> sendUntilKnown(room, text);
            }
            if (random.nextInt(10) == 0) {
                pause(random, 5);
            }
        }
    }

    private void sendUntilKnown(RoomId room, String text) {
        Draft draft = new Draft(MessageKey.unnamed(text), ANN, new Content(text), Instant.now());
        for (int i = 0; i < 1_000; i++) {
            if (tryOnce(() -> realtime.append(room, draft).join())) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void listen(Random random, long end) {
        while (System.nanoTime() < end) {
            FakeWire wire = new FakeWire(random.nextBoolean() ? Runnable::run : completions);
            tryOnce(() -> listen(random, wire));
            pause(random, 20);
        }
    }

    private void listen(Random random, FakeWire wire) {
        Connection connection = realtime.connect(claims(random), new TextFormat(), wire);
        Listener listener = new Listener("listener " + listeners.size(), connection, wire);
        Map<RoomId, Rev> cursors = new HashMap<>();
        try {
            for (RoomState state : realtime.join(connection)) {
                long head = state.head().lastRev().value();
                listener.beginsAt(state.room().id(), new Rev(head));
                cursors.put(state.room().id(), new Rev(random.nextBoolean() ? head : random.nextLong(head + 1)));
            }
        } catch (ChatException e) {
            realtime.disconnect(connection);
            throw e;
        }
        listeners.add(listener);
        pause(random, 10);
        boolean resumes = random.nextInt(3) > 0;
        if (resumes) {
            listener.resumesHeld(cursors);
        } else {
            connection.release();
        }
        pause(random, 60);
        if (random.nextInt(3) == 0) {
            wire.stall();
            pause(random, 60);
            wire.flow();
        }
        if (!resumes && random.nextBoolean()) {
            cursors.replaceAll((room, rev) -> new Rev(Math.min(rev.value(), listener.last(room))));
            listener.resumesLive(cursors);
        }
        pause(random, 60);
        if (random.nextInt(3) == 0) {
            realtime.disconnect(connection);
        }
    }

    private void trouble(Random random, long end) {
        while (System.nanoTime() < end) {
            pause(random, 150);
            switch (random.nextInt(3)) {
                case 0 -> log.away(true);
                case 1 -> log.hang(true);
                default -> log.loseAnswers(1 + random.nextInt(3));
            }
            pause(random, 40);
            log.hang(false);
            log.away(false);
        }
    }

    /** All is well again, and each room is written to once more. */
    void calmDown() {
        log.loseAnswers(0);
        ROOMS.forEach(room -> sendUntilKnown(room, "the last of " + room));
    }

    List<Listener> all() {
        return listeners;
    }

    List<Listener> open() {
        return listeners.stream().filter(Listener::isOpen).toList();
    }

    void disconnectAll() {
        listeners.forEach(listener -> realtime.disconnect(listener.connection()));
    }

    boolean isForgotten() {
        return realtime.feeds().isEmpty() && realtime.connections().isEmpty();
    }

    private AccessClaims claims(Random random) {
        SessionId session = new SessionId("%022x".formatted(random.nextLong() >>> 1));
        Instant end = Instant.now().plusSeconds(3_600);
        ledger.open(new Session(session, ANN, Instant.now(), end), TokenHash.of(session.value()));
        return new AccessClaims(ANN, session, end);
    }

    private static Change edit(String text) {
        return new Change.Edit(new Content(text), Instant.EPOCH);
    }

    private static Change react(Random random) {
        return new Change.React(new UserId(1 + random.nextInt(5)), new Emoji("👍"), random.nextBoolean());
    }

    private static boolean tryOnce(Runnable task) {
        try {
            task.run();
            return true;
        } catch (ChatException e) {
            return false;
        } catch (CompletionException e) {
            if (e.getCause() instanceof ChatException) {
                return false;
            }
            throw e;
        }
    }

    private static void pause(Random random, int millis) {
        LockSupport.parkNanos(random.nextInt(millis) * 1_000_000L);
    }

    @Override
    public void close() {
        realtime.close(Duration.ofSeconds(1));
        actors.shutdownNow();
        timer.shutdownNow();
        workers.shutdownNow();
        completions.shutdownNow();
    }
}
