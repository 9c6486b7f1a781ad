package dev.parley.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.parley.domain.ChatException;
import org.bson.BsonDocument;

/** Counts: a number that it gives is never given again, by no node. Some are given in vain. */
final class Numbers {
    private final Database database;
    private final String counter;

    Numbers(Database database, String counter) {
        this.database = database;
        this.counter = counter;
    }

    long next(Attempts attempts) {
        FindOneAndUpdateOptions before =
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.BEFORE);
        while (true) {
            try {
                BsonDocument last = database.ask(
                        Schema.COUNTERS, c -> c.findOneAndUpdate(eq("_id", counter), inc("last", 1L), before));
                return last == null ? 1 : last.getInt64("last").getValue() + 1;
            } catch (DuplicateKey e) {
                attempts.lostRace(e);
            } catch (ChatException.Unavailable e) {
                attempts.unknownOutcome(e);
            }
        }
    }
}
