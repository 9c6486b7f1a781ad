package dev.parley.application.realtime;

import static org.awaitility.Awaitility.await;

import dev.parley.application.account.Sessions;
import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.lobby.Authority;
import dev.parley.application.lobby.Lobby;
import dev.parley.application.lobby.RoomPlans;
import dev.parley.application.node.Nodes;
import dev.parley.application.profile.Profiles;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.Session;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.TokenHash;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Rev;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** The realtime core on stores in memory, with a clock that a test moves and workers that a test turns. */
final class World implements AutoCloseable {
    static final RoomId GENERAL = RoomId.GENERAL;
    static final UserId ANN = new UserId(1);
    static final UserId BOB = new UserId(2);
    static final int CONNECTIONS_PER_USER = 3;

    final TestTime time = new TestTime();
    final TestWorkers workers = new TestWorkers();
    final MemoryMessageLog log = new MemoryMessageLog();
    final MemoryRoomDirectory directory = new MemoryRoomDirectory();
    final MemoryUserDirectory users = new MemoryUserDirectory();
    final MemorySessionLedger ledger = new MemorySessionLedger();
    final Scheduling scheduling = new Scheduling(workers, workers, time, time, time::nanoTime);
    final Profiles profiles = new Profiles(users, time::nanoTime);
    final Sessions sessions =
            new Sessions(ledger, new PlainTokens(), profiles, time, time::nanoTime, new Random(1), Duration.ofDays(30));
    final MemoryLeases leases = new MemoryLeases();
    final Nodes nodes = new Nodes(leases, new NodeId("this-one"), scheduling);
    final Realtime realtime = new Realtime(
            log, new Rooms(directory, log, profiles), profiles, sessions, nodes, scheduling, CONNECTIONS_PER_USER);
    final TextFormat format = new TextFormat();
    private final Map<Connection, FakeWire> connections = new LinkedHashMap<>();
    private int count;

    World() {
        users.add("ann");
        users.add("bob");
        realtime.watchStore(directory);
        realtime.start();
    }

    /** Runs all that can run now. */
    void settle() {
        do {
            workers.settle();
            for (Map.Entry<Connection, FakeWire> open : connections.entrySet()) {
                if (!isAtRest(open.getKey(), open.getValue())) {
                    await().pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> isAtRest(open.getKey(), open.getValue()));
                }
            }
        } while (workers.turn()); // What was written to the end may have called for more.
    }

    private static boolean isAtRest(Connection connection, FakeWire wire) {
        return wire.isStalled() || connection.outbox().isEmpty();
    }

    void advance(Duration by) {
        time.advance(by, this::settle);
    }

    AccessClaims claims(UserId user) {
        return claims(user, Duration.ofHours(1));
    }

    /** A session that the ledger knows, and its access token. */
    AccessClaims claims(UserId user, Duration life) {
        SessionId session = new SessionId("session-of-a-test-%05d".formatted(count++));
        Instant now = time.instant();
        ledger.open(new Session(session, user, now, now.plus(Duration.ofDays(30))), TokenHash.of("r" + count));
        return new AccessClaims(user, session, now.plus(life));
    }

    /** A connection that has not joined. */
    Connection connect(AccessClaims claims, FakeWire wire) {
        return connect(claims, new Interest(format, null, null), wire);
    }

    Connection connect(AccessClaims claims, Interest interest, FakeWire wire) {
        Connection connection = realtime.connect(claims, interest, wire);
        connections.put(connection, wire);
        return connection;
    }

    /** A connection that is held. */
    Connection held(UserId user, FakeWire wire) {
        Connection connection = connect(claims(user), wire);
        realtime.join(connection);
        return connection;
    }

    /** A connection that hears what happens. */
    Connection live(UserId user, FakeWire wire) {
        Connection connection = held(user, wire);
        connection.release();
        settle();
        return connection;
    }

    /** The client says what it knows of {@code GENERAL}. */
    void resume(Connection connection, long cursor) {
        connection.resume(Map.of(GENERAL, new Rev(cursor)), () -> {});
        settle();
    }

    RoomFeed feed(RoomId room) {
        return Objects.requireNonNull(realtime.feeds().find(room));
    }

    Draft draft(UserId author, String text) {
        return draft(author, "id" + count++, text);
    }

    Draft draft(UserId author, String id, String text) {
        return new Draft(MessageKey.named(author, new ClientId(id)), author, new Content(text), time.instant());
    }

    /** Whoever comes and goes through it is told by this core. */
    Lobby lobby() {
        RoomPlans plans = new RoomPlans(RateLimiter.off(), time, new Random(2));
        return new Lobby(directory, new Authority(directory, profiles, List.of()), log, profiles, realtime, plans);
    }

    /** Sends as {@code ann}, and lets it flow. */
    void send(String text) {
        var unused = realtime.append(GENERAL, draft(ANN, text));
        settle();
    }

    @Override
    public void close() {
        workers.settle();
        realtime.close(Duration.ZERO);
    }
}
