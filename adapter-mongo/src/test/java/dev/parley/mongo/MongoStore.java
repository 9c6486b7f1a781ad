package dev.parley.mongo;

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
import dev.parley.testkit.Drafts;
import dev.parley.testkit.StoreUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;

/** Is a started adapter behind a proxy of its own, which plays its faults. */
final class MongoStore implements StoreUnderTest, StoreUnderTest.Faults {
    private final String uri;
    private final String database;
    private final FaultyProxy proxy;
    private final MongoAdapter adapter;

    private MongoStore(String uri, String database) throws IOException {
        this.uri = uri;
        this.database = database;
        proxy = new FaultyProxy(MongoServers.address(uri));
        adapter = new MongoAdapter(
                MongoConfig.of(MongoServers.through(proxy.port(), uri), database), InstantSource.fixed(Drafts.NOON));
        adapter.start();
    }

    static MongoStore open(String uri, String database) {
        try {
            return new MongoStore(uri, database);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FaultyProxy proxy() {
        return proxy;
    }

    MongoAdapter adapter() {
        return adapter;
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
        return open(uri, database);
    }

    @Override
    public StoreUnderTest reopened() {
        close();
        return open(uri, database);
    }

    @Override
    public Faults faults() {
        return this;
    }

    @Override
    public void breakNextAppend(int written) {
        proxy.shortenNextInsert(written);
    }

    @Override
    public void loseNextAnswer() {
        proxy.loseNextAnswer();
    }

    @Override
    public boolean struck() {
        return proxy.struck();
    }

    @Override
    public void takeStoreAway() {
        proxy.setAway(true);
    }

    @Override
    public void bringStoreBack() {
        proxy.setAway(false);
    }

    @Override
    public void close() {
        adapter.close();
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
