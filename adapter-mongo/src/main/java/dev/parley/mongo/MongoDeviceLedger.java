package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Sorts.orderBy;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import dev.parley.domain.account.Device;
import dev.parley.domain.account.DeviceLedger;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Finds the documents of sessions by their users. Safe for concurrent use. */
final class MongoDeviceLedger implements DeviceLedger {
    private static final int AT_ONCE = 1_000;
    private static final Bson DEVICE = Projections.include("device", "createdAt", "usedAt", "expiresAt");

    private final Database database;

    MongoDeviceLedger(Database database) {
        this.database = database;
    }

    @Override
    public List<Device> of(UserId user, Instant now) {
        Bson open = and(eq("user", user.value()), gt("expiresAt", SessionDocument.date(now)));
        return database.ask(
                Schema.SESSIONS,
                c -> c.find(open)
                        .projection(DEVICE)
                        .sort(orderBy(descending("usedAt"), ascending("_id")))
                        .limit(MAX_LISTED)
                        .batchSize(MAX_LISTED)
                        .map(MongoDeviceLedger::device)
                        .into(new ArrayList<>()));
    }

    @Override
    public Optional<Device> find(UserId user, SessionId session, Instant now) {
        Bson open =
                and(eq("_id", session.value()), eq("user", user.value()), gt("expiresAt", SessionDocument.date(now)));
        return database.ask(
                Schema.SESSIONS,
                c -> Optional.ofNullable(c.find(open)
                        .projection(DEVICE)
                        .map(MongoDeviceLedger::device)
                        .first()));
    }

    private static Device device(BsonDocument document) {
        BsonDateTime createdAt = document.getDateTime("createdAt");
        return new Device(
                new SessionId(document.getString("_id").getValue()),
                document.containsKey("device")
                        ? new DeviceName(document.getString("device").getValue())
                        : null,
                instant(createdAt),
                instant(document.getDateTime("usedAt", createdAt)),
                instant(document.getDateTime("expiresAt")));
    }

    private static Instant instant(BsonDateTime date) {
        return Instant.ofEpochMilli(date.getValue());
    }

    /** Those that are ended are named first: what is told is what was deleted, and each may be deleted twice. */
    @Override
    public List<SessionId> endAll(UserId user, @Nullable SessionId kept) {
        Bson own = eq("user", user.value());
        Bson ending = kept == null ? own : and(own, ne("_id", kept.value()));
        List<SessionId> ended = new ArrayList<>();
        List<String> ids;
        do {
            ids = database.ask(
                    Schema.SESSIONS,
                    c -> c.find(ending)
                            .projection(Projections.include("_id"))
                            .limit(AT_ONCE)
                            .batchSize(AT_ONCE)
                            .map(document -> document.getString("_id").getValue())
                            .into(new ArrayList<>()));
            if (!ids.isEmpty()) {
                Bson these = in("_id", ids);
                database.ask(Schema.SESSIONS, c -> c.deleteMany(these));
                ids.forEach(id -> ended.add(new SessionId(id)));
            }
        } while (ids.size() == AT_ONCE);
        return ended;
    }

    @Override
    public void used(Map<SessionId, Instant> uses) {
        if (uses.size() > AT_ONCE) {
            throw new IllegalArgumentException("not " + AT_ONCE + " at most but " + uses.size());
        }
        List<UpdateOneModel<BsonDocument>> updates = uses.entrySet().stream()
                .map(use -> new UpdateOneModel<BsonDocument>(
                        eq("_id", use.getKey().value()), max("usedAt", SessionDocument.date(use.getValue()))))
                .toList();
        if (!updates.isEmpty()) {
            database.ask(Schema.SESSIONS, c -> c.bulkWrite(updates, new BulkWriteOptions().ordered(false)));
        }
    }

    /** It raises the version, so that an exchange which has read the old name does not write it back. */
    @Override
    public void name(SessionId session, DeviceName name) {
        Bson update = combine(set("device", name.value()), inc("version", 1L));
        database.ask(Schema.SESSIONS, c -> c.updateOne(eq("_id", session.value()), update));
    }
}
