package dev.parley.sql;

import dev.parley.domain.account.CodeLedger;
import dev.parley.domain.account.DeviceLedger;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.TopicRoll;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.node.Leases;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomWatch;
import dev.parley.testkit.StoreUnderTest;
import dev.parley.testkit.postgres.PostgresServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A node on a database of a real PostgreSQL, behind a proxy of its own, as the contracts want it. */
record PostgresStore(String database, SqlAdapter adapter, PostgresFaults faults) implements StoreUnderTest {
    private static final AtomicInteger NODES = new AtomicInteger();

    /** Gives up soon on a server that is away, but not on one that is slow: the machine may be busy with other tests. */
    private static final PostgresLimits LIMITS = new PostgresLimits(
            16,
            Duration.ofSeconds(30),
            Duration.ofMillis(1_500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(40));

    static PostgresStore open(String database) {
        return open(database, LIMITS);
    }

    static PostgresStore open(String database, PostgresLimits limits) {
        String node = "node-" + NODES.incrementAndGet();
        PostgresFaults faults = new PostgresFaults(PostgresServer.shared(), database, node);
        SqlConfig.Postgres config =
                SqlConfig.Postgres.of(PostgresServer.url(faults.proxy().port(), database));
        SqlAdapter adapter = new SqlAdapter(new PostgresDatabase(config, limits, node));
        adapter.start();
        return new PostgresStore(database, adapter, faults);
    }

    @Override
    public MessageLog log() {
        return adapter.log();
    }

    @Override
    public UserDirectory users() {
        return adapter.users();
    }

    @Override
    public SessionLedger sessions() {
        return adapter.sessions();
    }

    @Override
    public DeviceLedger devices() {
        return adapter.devices();
    }

    @Override
    public CodeLedger codes() {
        return adapter.codes();
    }

    @Override
    public RoomDirectory rooms() {
        return adapter.rooms();
    }

    @Override
    public RoomWatch watch() {
        return adapter.watch();
    }

    @Override
    public Leases leases() {
        return adapter.leases();
    }

    @Override
    public PresenceLedger presence() {
        return adapter.presence();
    }

    @Override
    public BridgeLedger bridge() {
        return adapter.bridge();
    }

    @Override
    public TopicRoll roll() {
        return adapter.roll();
    }

    @Override
    public FileLedger files() {
        return adapter.files();
    }

    @Override
    public FileCarriers carriers() {
        return adapter.carriers();
    }

    @Override
    public StoreUnderTest secondNode() {
        return open(database);
    }

    @Override
    public StoreUnderTest reopened() {
        close();
        return open(database);
    }

    @Override
    public void close() {
        adapter.close();
        faults.close();
    }
}
