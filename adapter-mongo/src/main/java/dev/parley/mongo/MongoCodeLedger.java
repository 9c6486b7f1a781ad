package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import dev.parley.domain.account.CodeHash;
import dev.parley.domain.account.CodeLedger;
import dev.parley.domain.account.Email;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Keeps the one-time codes, one document for each address. Safe for concurrent use.
 *
 * <p>A try is counted first and looked at then: whoever tries many codes at once has no more of them looked at than there
 * are tries. No write is repeated after an unknown outcome: a try may have been counted, a code may have been used up.
 */
final class MongoCodeLedger implements CodeLedger {

    private final Database database;

    MongoCodeLedger(Database database) {
        this.database = database;
    }

    /** Where there is a younger code, the insert that should take its place is refused by the id. */
    @Override
    public boolean issue(Email address, CodeHash code, Instant now, Duration pause, Instant expiresAt) {
        Bson old = and(eq("_id", address.key()), lte("issuedAt", SessionDocument.date(now.minus(pause))));
        Bson update = combine(
                set("hash", code.value()),
                set("tries", 0),
                set("issuedAt", SessionDocument.date(now)),
                set("expiresAt", SessionDocument.date(expiresAt)));
        try {
            database.ask(Schema.CODES, c -> c.updateOne(old, update, new UpdateOptions().upsert(true)));
            return true;
        } catch (DuplicateKey e) {
            return false;
        }
    }

    @Override
    public boolean redeem(Email address, CodeHash presented, Instant now) {
        Bson open = and(eq("_id", address.key()), gt("expiresAt", SessionDocument.date(now)), lt("tries", MAX_TRIES));
        FindOneAndUpdateOptions after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        BsonDocument tried = database.ask(Schema.CODES, c -> c.findOneAndUpdate(open, inc("tries", 1), after));
        return tried != null
                && tried.getString("hash").getValue().equals(presented.value())
                && used(address, presented);
    }

    /** One of several who were right takes the code, which has no tries left then, and is marked. */
    private boolean used(Email address, CodeHash code) {
        Bson unused = and(eq("_id", address.key()), eq("hash", code.value()), lte("tries", MAX_TRIES));
        return database.ask(Schema.CODES, c -> c.updateOne(unused, set("tries", MAX_TRIES + 1)))
                        .getMatchedCount()
                == 1;
    }

    @Override
    public int purge(Instant now) {
        Bson expired = lte("expiresAt", SessionDocument.date(now));
        List<BsonValue> ids = database.ask(
                Schema.CODES,
                c -> c.find(expired)
                        .projection(Projections.include("_id"))
                        .limit(MOST_PURGED)
                        .batchSize(MOST_PURGED)
                        .map(document -> document.get("_id"))
                        .into(new ArrayList<>()));
        // The condition once more: a new code may have taken the place of an old one meanwhile.
        return ids.isEmpty()
                ? 0
                : (int) database.ask(Schema.CODES, c -> c.deleteMany(and(in("_id", ids), expired)))
                        .getDeletedCount();
    }
}
