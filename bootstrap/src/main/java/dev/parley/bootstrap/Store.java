package dev.parley.bootstrap;

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
import dev.parley.mongo.MongoAdapter;
import dev.parley.mongo.MongoConfig;
import dev.parley.sql.SqlAdapter;
import dev.parley.sql.SqlConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The store that the settings select, whatever it is.
 *
 * @param fileBytes null if the bytes of files lie in the data directory
 * @param shared whether other nodes may use it at the same time
 * @param start connects, and prepares the schema
 * @param check throws when it does not work
 */
record Store(
        MessageLog log,
        UserDirectory users,
        SessionLedger sessions,
        DeviceLedger devices,
        CodeLedger codes,
        RoomDirectory rooms,
        RoomWatch watch,
        Leases leases,
        PresenceLedger presence,
        BridgeLedger bridge,
        TopicRoll roll,
        FileLedger files,
        FileCarriers carriers,
        @Nullable FileBytes fileBytes,
        boolean shared,
        Runnable start,
        Runnable check,
        Runnable close) {
    private static final String SQLITE_FILE = "parley.db";

    /** The one that is configured; without any, the embedded one in the directory. */
    static Store of(Config config, Path dataDirectory, InstantSource clock) {
        Config.Mongo mongo = config.mongo();
        SqlConfig.Postgres postgres = config.postgres();
        if (mongo != null) {
            return mongo(mongo, clock);
        }
        return postgres == null
                ? sql(new SqlConfig.Sqlite(dataDirectory.resolve(SQLITE_FILE)), false)
                : sql(postgres, true);
    }

    private static Store mongo(Config.Mongo config, InstantSource clock) {
        MongoAdapter mongo = new MongoAdapter(MongoConfig.of(config.uri().value(), config.database()), clock);
        return new Store(
                mongo.log(),
                mongo.users(),
                mongo.sessions(),
                mongo.devices(),
                mongo.codes(),
                mongo.rooms(),
                mongo.watch(),
                mongo.leases(),
                mongo.presence(),
                mongo.bridge(),
                mongo.roll(),
                mongo.files(),
                mongo.carriers(),
                mongo.fileBytes(),
                true,
                mongo::start,
                mongo::check,
                mongo::close);
    }

    private static Store sql(SqlConfig config, boolean shared) {
        SqlAdapter sql = new SqlAdapter(config);
        return new Store(
                sql.log(),
                sql.users(),
                sql.sessions(),
                sql.devices(),
                sql.codes(),
                sql.rooms(),
                sql.watch(),
                sql.leases(),
                sql.presence(),
                sql.bridge(),
                sql.roll(),
                sql.files(),
                sql.carriers(),
                null,
                shared,
                sql::start,
                sql::check,
                sql::close);
    }
}
