package dev.parley.mongo;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.CodeLedger;
import dev.parley.domain.account.DeviceLedger;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.TopicRoll;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.node.Leases;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomWatch;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every store port on MongoDB: a standalone server, a replica set or anything that speaks its protocol.
 *
 * <p>The ports may be handed out before {@link #start()} and used after it. Safe for concurrent use.
 */
public final class MongoAdapter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MongoAdapter.class);
    private static final Duration CHECK = Duration.ofSeconds(2);

    private final MongoConfig config;
    private final Database database;
    private final Schema schema;
    private final MongoFileBytes fileBytes;
    private final MongoMessageLog messages;
    private final MongoUserDirectory users;
    private final MongoSessionLedger sessions;
    private final MongoDeviceLedger devices;
    private final MongoCodeLedger codes;
    private final MongoRoomDirectory rooms;
    private final MongoRoomWatch watch;
    private final MongoLeases leases;
    private final MongoPresenceLedger presence;
    private final MongoBridgeLedger bridge;
    private final MongoTopicRoll roll;
    private final MongoFileLedger files;
    private final MongoFileCarriers carriers;

    public MongoAdapter(MongoConfig config, InstantSource clock) {
        this.config = config;
        database = new Database(config);
        schema = new Schema(database, clock);
        fileBytes = new MongoFileBytes(database, clock);
        messages = new MongoMessageLog(database);
        users = new MongoUserDirectory(database);
        sessions = new MongoSessionLedger(database);
        devices = new MongoDeviceLedger(database);
        codes = new MongoCodeLedger(database);
        rooms = new MongoRoomDirectory(database);
        watch = new MongoRoomWatch(database);
        leases = new MongoLeases(database);
        presence = new MongoPresenceLedger(database);
        bridge = new MongoBridgeLedger(database);
        roll = new MongoTopicRoll(database);
        files = new MongoFileLedger(database);
        carriers = new MongoFileCarriers(database);
    }

    /**
     * Connects and prepares the database, once.
     *
     * @throws IllegalStateException with a text for the operator if the server does not answer in time or refuses, or
     *     if the database belongs to a newer version; the adapter is closed then
     */
    public void start() {
        try {
            database.open();
            database.ping(config.selectionTimeout());
            schema.prepare();
        } catch (ChatException.Unavailable e) {
            close();
            throw new IllegalStateException(unusable(e), e);
        } catch (DuplicateKey e) {
            close();
            throw new IllegalStateException("What is in the database contradicts an index of Parley.", e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        LOG.info("Using MongoDB at {}, database {}", config.hosts(), config.database());
    }

    private String unusable(ChatException.Unavailable failure) {
        Throwable cause = failure.getCause();
        return "MongoDB at " + config.hosts() + " does not answer within "
                + config.selectionTimeout().toMillis() + " ms, or refuses ("
                + (cause == null ? failure.code() : cause.getClass().getSimpleName())
                + "): is it running, and are the address, the user and the password right?";
    }

    public FileBytes fileBytes() {
        return fileBytes;
    }

    public MessageLog log() {
        return messages;
    }

    public UserDirectory users() {
        return users;
    }

    public SessionLedger sessions() {
        return sessions;
    }

    public DeviceLedger devices() {
        return devices;
    }

    public CodeLedger codes() {
        return codes;
    }

    public RoomDirectory rooms() {
        return rooms;
    }

    public RoomWatch watch() {
        return watch;
    }

    public Leases leases() {
        return leases;
    }

    public PresenceLedger presence() {
        return presence;
    }

    public BridgeLedger bridge() {
        return bridge;
    }

    public TopicRoll roll() {
        return roll;
    }

    public FileLedger files() {
        return files;
    }

    public FileCarriers carriers() {
        return carriers;
    }

    /**
     * Returns if the server answers, within 2 seconds.
     *
     * @throws ChatException.Unavailable if it does not
     */
    public void check() {
        database.ping(CHECK);
    }

    /** Ends every call that is under way. A second close does nothing. */
    @Override
    public void close() {
        database.close();
    }
}
