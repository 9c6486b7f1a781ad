package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.currentDate;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Empties closed logs, a part at a time. Each step may be repeated, and taken by several nodes at once.
 *
 * <p>A message loses all that was said and leaves its numbers behind, for a day: the package says why. How far a log
 * has been emptied stands in its end, until all of it is; an index knows the ends that say so.
 */
final class LogEraser {
    private static final Bson ERASURE = combine(
            unset("content"),
            unset("author"),
            unset("fingerprint"),
            unset("sentAt"),
            unset("editedAt"),
            unset("deleted"),
            unset("reactions"),
            unset("replyTo"),
            unset("files"),
            unset("translations"),
            unset("changes"),
            currentDate("erasedAt"));

    private final Database database;

    LogEraser(Database database) {
        this.database = database;
    }

    /** How many messages were erased by this call, at most {@code limit}; 0 if there are none. */
    int erase(int limit) {
        while (true) {
            BsonDocument end = database.ask(
                    Schema.MESSAGES, c -> c.find(exists("erasedTo")).first());
            if (end == null) {
                return 0;
            }
            int erased = erase(end, limit);
            if (erased > 0) {
                return erased;
            }
        }
    }

    private int erase(BsonDocument end, int limit) {
        BsonValue from = end.get("erasedTo");
        List<BsonDocument> part = part(end, limit);
        List<BsonValue> ids = part.stream().map(document -> document.get("_id")).toList();
        long erased = database.ask(
                        Schema.MESSAGES, c -> c.updateMany(and(in("_id", ids), MessageDocument.IS_MESSAGE), ERASURE))
                .getModifiedCount();
        Bson progress =
                part.size() < limit ? unset("erasedTo") : set("erasedTo", MessageDocument.seq(part.get(limit - 1)));
        // Only from where this call began: another node may be further.
        database.ask(Schema.MESSAGES, c -> c.updateOne(and(eq("_id", end.get("_id")), eq("erasedTo", from)), progress));
        return (int) erased;
    }

    private List<BsonDocument> part(BsonDocument end, int limit) {
        Bson rest =
                and(eq("room", end.get("room")), gt("seq", end.get("erasedTo")), lt("seq", MessageDocument.seq(end)));
        return database.ask(
                Schema.MESSAGES,
                c -> c.find(rest)
                        .projection(Projections.include("seq"))
                        .sort(ascending("seq"))
                        .limit(limit)
                        .batchSize(limit)
                        .into(new ArrayList<>()));
    }
}
