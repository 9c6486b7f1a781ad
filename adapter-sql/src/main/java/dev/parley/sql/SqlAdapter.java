package dev.parley.sql;

import dev.parley.domain.ChatException;
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

/** The door to the SQL store: every store port on one database, SQLite or PostgreSQL. */
public final class SqlAdapter implements AutoCloseable {
    private final Database database;

    public SqlAdapter(SqlConfig config) {
        this(database(config));
    }

    SqlAdapter(Database database) {
        this.database = database;
    }

    private static Database database(SqlConfig config) {
        if (config instanceof SqlConfig.Postgres postgres) {
            return new PostgresDatabase(postgres, PostgresLimits.USUAL, "parley");
        }
        return new SqliteDatabase(((SqlConfig.Sqlite) config).file(), Limits.USUAL, Probe.NONE);
    }

    /**
     * Opens the database and brings its schema up to date. Two processes may do so at once.
     *
     * @throws IllegalStateException with the reason, if the database cannot be opened, is none of Parley, or was
     *     written by a newer version
     */
    public void start() {
        database.start();
    }

    /**
     * Returns if the store can be read and, as far as the writes have told, written. Where one has failed it tries one,
     * until that passes.
     *
     * @throws ChatException.Unavailable if not
     */
    public void check() {
        database.check();
    }

    public MessageLog log() {
        return new SqlMessageLog(database);
    }

    public UserDirectory users() {
        return new SqlUserDirectory(database);
    }

    public SessionLedger sessions() {
        return new SqlSessionLedger(database);
    }

    public DeviceLedger devices() {
        return new SqlDeviceLedger(database);
    }

    public CodeLedger codes() {
        return new SqlCodeLedger(database);
    }

    public RoomDirectory rooms() {
        return new SqlRoomDirectory(database);
    }

    public RoomWatch watch() {
        return new SqlRoomWatch(database);
    }

    public Leases leases() {
        return new SqlLeases(database);
    }

    public PresenceLedger presence() {
        return new SqlPresenceLedger(database);
    }

    public BridgeLedger bridge() {
        return new SqlBridgeLedger(database);
    }

    public TopicRoll roll() {
        return new SqlTopicRoll(database);
    }

    public FileLedger files() {
        return new SqlFileLedger(database);
    }

    public FileCarriers carriers() {
        return new SqlFileCarriers(database);
    }

    /** Finishes the writes that wait, refuses new ones, and closes the database. A second call does nothing. */
    @Override
    public void close() {
        database.close();
    }
}
