package dev.parley.application.presence;

import dev.parley.application.account.Sessions;
import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryPresenceLedger;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.node.Nodes;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.CloseReason;
import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.Event;
import dev.parley.application.realtime.EventFormat;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.realtime.Wire;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.Session;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.TokenHash;
import dev.parley.domain.account.UserId;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.presence.PresenceState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A node with people on it: the realtime core and its presence, on a ledger and leases that it shares with others. */
final class PresenceNode {
    private static final Duration DAY = Duration.ofDays(1);

    final Presence presence;
    final Nodes nodes;
    private final TestTime time;
    private final TestWorkers workers = new TestWorkers();
    private final MemorySessionLedger sessions = new MemorySessionLedger();
    private final Realtime realtime;
    private boolean dead;
    private int count;

    PresenceNode(String name, MemoryPresenceLedger ledger, MemoryLeases leases, TestTime time) {
        this.time = time;
        Scheduling scheduling = new Scheduling(workers, workers, time, time, time::nanoTime);
        MemoryUserDirectory users = new MemoryUserDirectory();
        MemoryMessageLog log = new MemoryMessageLog();
        Profiles profiles = new Profiles(users, time::nanoTime);
        nodes = new Nodes(leases, new NodeId(name), scheduling);
        realtime = new Realtime(
                log,
                new Rooms(new MemoryRoomDirectory(), log, profiles),
                profiles,
                new Sessions(sessions, new PlainTokens(), profiles, time, time::nanoTime, new Random(1), DAY),
                nodes,
                scheduling,
                5_000);
        presence = new Presence(ledger, nodes, realtime, scheduling);
    }

    /** Starts, as one of several or as the only one. */
    PresenceNode start(boolean shared) {
        if (shared) {
            nodes.start();
        }
        presence.start();
        realtime.start();
        return this;
    }

    void settle() {
        if (!dead) {
            workers.settle();
        }
    }

    /** Nothing happens on it any more. */
    void die() {
        dead = true;
        realtime.close(Duration.ZERO);
    }

    void close() {
        presence.close();
        nodes.close();
        die();
    }

    /** A connection, and what it was told. */
    final class Device implements Wire {
        final List<String> told = new CopyOnWriteArrayList<>();
        private final Connection connection;

        Device(UserId user, EventFormat format) {
            SessionId session = new SessionId("session-of-a-test-%05d".formatted(count++));
            Instant now = time.instant();
            sessions.open(new Session(session, user, now, now.plus(DAY)), TokenHash.of("r" + count));
            connection = realtime.connect(new AccessClaims(user, session, now.plus(DAY)), format, this);
            var unused = realtime.join(connection);
            connection.release();
        }

        void watch(UserId... users) {
            presence.watch(connection, List.of(users), () -> told.add("ok"));
        }

        void close() {
            realtime.disconnect(connection);
        }

        @Override
        public void write(List<byte[]> frames, Runnable done) {
            frames.forEach(frame -> told.add(new String(frame, StandardCharsets.UTF_8)));
            done.run();
        }

        @Override
        public void ping() {
            connection.heard();
        }

        @Override
        public void close(CloseReason reason) {
            close();
        }
    }

    Device connect(UserId user) {
        return new Device(user, new Words(false));
    }

    Device listen(UserId user) {
        return new Device(user, new Words(true));
    }

    /** Writes who is online as {@code 7+} and who is not as {@code 7-}. */
    private record Words(boolean wantsEverybody) implements EventFormat {
        @Override
        public byte[] encode(Event event) {
            String text = event instanceof Event.PresenceChanged changed
                    ? changed.states().stream().map(Words::text).collect(Collectors.joining(" "))
                    : event.toString();
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private static String text(PresenceState state) {
            return state.user() + (state.online() ? "+" : "-");
        }
    }
}
