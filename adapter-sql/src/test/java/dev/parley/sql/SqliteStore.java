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
import java.nio.file.Path;

/** A node on a SQLite file, as the contracts want it. */
record SqliteStore(Path file, SqlAdapter adapter, ArmedProbe faults) implements StoreUnderTest {
    static SqliteStore open(Path file) {
        ArmedProbe probe = new ArmedProbe();
        SqlAdapter adapter = new SqlAdapter(new SqliteDatabase(file, Limits.USUAL, probe));
        adapter.start();
        return new SqliteStore(file, adapter, probe);
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
        return open(file);
    }

    @Override
    public StoreUnderTest reopened() {
        close();
        return open(file);
    }

    @Override
    public void close() {
        adapter.close();
    }
}
