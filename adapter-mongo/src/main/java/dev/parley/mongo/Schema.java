package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a database: the indexes, the version, the first room. The package documents the collections.
 *
 * <p>Every step may be repeated, and may be taken by two nodes at once: indexes are created if they are not there,
 * documents are upserted by their id.
 */
final class Schema {
    static final int VERSION = 5;

    /** From this version on, users have a display key. */
    private static final int WITH_DISPLAY_KEYS = 3;

    /** From this version on, who carries a file is found room by room. */
    private static final int WITH_CARRIERS_BY_ROOM = 5;

    static final String MESSAGES = "messages";
    static final String USERS = "users";
    static final String COUNTERS = "counters";
    static final String SESSIONS = "sessions";
    static final String TICKETS = "tickets";
    static final String UPLOADS = "uploads.files";
    static final String UPLOAD_CHUNKS = "uploads.chunks";
    static final String UPLOADS_BEGUN = "uploads.begun";
    static final String CODES = "codes";
    static final String ROOMS = "rooms";
    static final String MEMBERS = "members";
    static final String READ_MARKS = "readMarks";
    static final String LEASES = "leases";
    static final String PRESENCE = "presence";
    static final String PRESENCE_NODES = "presenceNodes";
    static final String FOREIGN_ACCOUNTS = "foreignAccounts";
    static final String BRIDGED_ROOMS = "bridgedRooms";
    static final String TOPIC_ROLL = "topicRoll";
    static final String POSTS = "posts";
    static final String FILES = "files";
    static final String META = "meta";

    /** The names of the counters. */
    static final String USER_NUMBERS = "user";

    static final String ROOM_NUMBERS = "room";

    /** A new index on a large collection takes its time. */
    private static final Duration INDEX_BUILD = Duration.ofMinutes(10);
    /** The server's clock may be wrong: it only sweeps up what the queries have long ignored. */
    private static final long SWEEP_AFTER_DAYS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private static final int KEYS_AT_ONCE = 1_000;

    private final Database database;
    private final InstantSource clock;

    Schema(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @throws IllegalStateException if the database was made by a newer version */
    void prepare() {
        int version = refuseNewer();
        index(
                MESSAGES,
                unique(ascending("room", "seq")),
                unique(ascending("room", "key")),
                unique(ascending("room", "revs")),
                new IndexModel(ascending("room", "rev")),
                new IndexModel(
                        ascending("files.id", "room", "seq"),
                        new IndexOptions().partialFilterExpression(exists("files.id"))),
                new IndexModel(ascending("erasedTo"), new IndexOptions().sparse(true)),
                new IndexModel(
                        ascending("erasedAt"),
                        new IndexOptions().sparse(true).expireAfter(SWEEP_AFTER_DAYS, TimeUnit.DAYS)));
        index(USERS, unique(ascending("usernameKey")), uniqueIfThere("emailKey"));
        index(SESSIONS, swept(), new IndexModel(ascending("user")));
        index(TICKETS, swept());
        index(UPLOAD_CHUNKS, unique(ascending("files_id", "n")));
        index(UPLOADS_BEGUN, new IndexModel(ascending("at")));
        index(CODES, swept());
        index(ROOMS, uniqueIfThere("nameKey"), uniqueIfThere("pair"), new IndexModel(ascending("kind", "_id")));
        index(MEMBERS, new IndexModel(ascending("room", "user")), new IndexModel(ascending("user")));
        index(READ_MARKS, new IndexModel(ascending("user")));
        index(FOREIGN_ACCOUNTS, unique(ascending("account")));
        index(BRIDGED_ROOMS, new IndexModel(ascending("topic")));
        index(TOPIC_ROLL, new IndexModel(ascending("room", "topic", "account")));
        index(POSTS, new IndexModel(ascending("room", "topic", "message")));
        index(PRESENCE, new IndexModel(ascending("node", "number")), new IndexModel(ascending("user")));
        index(FILES, new IndexModel(ascending("due")));
        createGeneral();
        if (version > 0 && version < WITH_CARRIERS_BY_ROOM) {
            drop(MESSAGES, ascending("files.id"));
        }
        if (version < WITH_DISPLAY_KEYS) {
            addDisplayKeys();
        }
        upsert(META, eq("_id", "schema"), max("version", new BsonInt32(VERSION)));
    }

    /** What is searched, for those who came before there was a search. */
    private void addDisplayKeys() {
        List<BsonDocument> without;
        BsonValue reached = new BsonInt64(0);
        do {
            Bson next = and(gt("_id", reached), exists("displayKey", false));
            without = database.ask(
                    USERS,
                    c -> c.find(next)
                            .sort(ascending("_id"))
                            .limit(KEYS_AT_ONCE)
                            .batchSize(KEYS_AT_ONCE)
                            .into(new ArrayList<>()));
            List<UpdateOneModel<BsonDocument>> keys = without.stream()
                    .map(user -> new UpdateOneModel<BsonDocument>(
                            and(eq("_id", user.get("_id")), eq("displayName", user.get("displayName"))),
                            set(
                                    "displayKey",
                                    UserDocument.user(user).displayName().key())))
                    .toList();
            if (!keys.isEmpty()) {
                database.askWithin(INDEX_BUILD, USERS, c -> c.bulkWrite(keys));
                reached = without.get(without.size() - 1).get("_id");
            }
        } while (!without.isEmpty());
    }

    /** The version of the database; 0 of a new one. */
    private int refuseNewer() {
        BsonDocument meta = database.ask(META, c -> c.find(eq("_id", "schema")).first());
        if (meta != null && meta.getInt32("version").getValue() > VERSION) {
            throw new IllegalStateException("The database has schema "
                    + meta.getInt32("version").getValue() + ", made by a newer Parley; this one knows schema "
                    + VERSION + ".");
        }
        return meta == null ? 0 : meta.getInt32("version").getValue();
    }

    /** General, also if an older version has made it; and room numbers go on behind it. */
    private void createGeneral() {
        upsert(COUNTERS, eq("_id", ROOM_NUMBERS), max("last", RoomId.GENERAL.value()));
        upsert(
                ROOMS,
                eq("_id", RoomId.GENERAL.value()),
                combine(
                        setOnInsert("kind", RoomKind.PUBLIC.name()),
                        setOnInsert("name", RoomName.GENERAL.value()),
                        setOnInsert("createdAt", new BsonDateTime(clock.millis())),
                        set("nameKey", RoomName.GENERAL.key()),
                        set("join", JoinRule.OPEN.name()),
                        set("history", HistoryRule.ALL.name())));
    }

    private void upsert(String collection, Bson filter, Bson update) {
        Attempts attempts = new Attempts();
        while (true) {
            try {
                database.ask(collection, c -> c.updateOne(filter, update, new UpdateOptions().upsert(true)));
                return;
            } catch (DuplicateKey e) {
                attempts.lostRace(e);
            }
        }
    }

    private void index(String collection, IndexModel... indexes) {
        database.askWithin(INDEX_BUILD, collection, c -> c.createIndexes(List.of(indexes)));
    }

    private void drop(String collection, Bson keys) {
        boolean dropped = database.askWithin(INDEX_BUILD, collection, c -> Failures.isDropped(() -> c.dropIndex(keys)));
        LOG.debug("An index of {} was dropped: {}", collection, dropped);
    }

    private static IndexModel unique(Bson keys) {
        return new IndexModel(keys, new IndexOptions().unique(true));
    }

    /** Documents without the field are not in it. */
    private static IndexModel uniqueIfThere(String field) {
        return new IndexModel(ascending(field), new IndexOptions().unique(true).sparse(true));
    }

    private static IndexModel swept() {
        return new IndexModel(ascending("expiresAt"), new IndexOptions().expireAfter(SWEEP_AFTER_DAYS, TimeUnit.DAYS));
    }
}
