package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.Projections;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** Keeps what is known of the files, a document each. Each step may be repeated. Stateless. */
final class MongoFileLedger implements FileLedger {
    private static final String BEGUN = "BEGUN";
    private static final String WHOLE = "WHOLE";
    private static final String DOOMED = "DOOMED";

    private final Database database;

    MongoFileLedger(Database database) {
        this.database = database;
    }

    @Override
    public void begin(FileId file, UserId uploader, Instant until) {
        BsonDocument document = new BsonDocument("_id", new BsonString(file.value()))
                .append("uploader", new BsonInt64(uploader.value()))
                .append("state", new BsonString(BEGUN))
                .append("due", new BsonDateTime(until.toEpochMilli()));
        Attempts attempts = new Attempts();
        while (true) {
            try {
                database.ask(Schema.FILES, c -> c.insertOne(document));
                return;
            } catch (DuplicateKey e) { // It has been said.
                return;
            } catch (ChatException.Unavailable e) {
                attempts.unknownOutcome(e);
            }
        }
    }

    @Override
    public boolean complete(StoredFile file, Instant until) {
        List<Bson> all = new ArrayList<>(List.of(
                set("state", WHOLE),
                max("due", Date.from(until)),
                set("sha256", file.sha256()),
                set("uploadedAt", Date.from(file.uploadedAt()))));
        FileDocument.members(file.attachment()).forEach((name, value) -> all.add(set(name, value)));
        RoomId room = file.room();
        if (room != null) {
            all.add(set("room", room.value()));
        }
        Bson may = and(eq("_id", file.id().value()), ne("state", DOOMED));
        return Attempts.settled(() -> database.ask(Schema.FILES, c -> c.updateOne(may, combine(all))))
                        .getMatchedCount()
                == 1;
    }

    @Override
    public Optional<StoredFile> find(FileId file) {
        Bson whole = and(eq("_id", file.value()), eq("state", WHOLE));
        return Optional.ofNullable(database.ask(Schema.FILES, c -> c.find(whole).first()))
                .map(FileDocument::stored);
    }

    /** Two commands. What is whole behind the first has been claimed; or has become whole since, and stays for that. */
    @Override
    public Map<FileId, StoredFile> claim(UserId uploader, Collection<FileId> files, Instant until) {
        Map<FileId, StoredFile> claimed = new HashMap<>();
        if (!files.isEmpty()) {
            Bson good = and(in("_id", ids(files)), eq("uploader", uploader.value()), eq("state", WHOLE));
            Attempts.settled(() -> database.ask(Schema.FILES, c -> c.updateMany(good, max("due", Date.from(until)))));
            database.ask(Schema.FILES, c -> c.find(good).into(new ArrayList<>())).stream()
                    .map(FileDocument::stored)
                    .forEach(file -> claimed.put(file.id(), file));
        }
        return claimed;
    }

    @Override
    public List<FileId> due(Instant now, int limit) {
        if (limit < 1 || limit > MAX_QUERY) {
            throw new IllegalArgumentException("1 to " + MAX_QUERY + " files are asked for at once");
        }
        return database
                .ask(
                        Schema.FILES,
                        c -> c.find(lte("due", Date.from(now)))
                                .projection(Projections.include("_id"))
                                .sort(ascending("due"))
                                .limit(limit)
                                .batchSize(limit)
                                .into(new ArrayList<>()))
                .stream()
                .map(document -> new FileId(document.getString("_id").getValue()))
                .toList();
    }

    @Override
    public void keep(Collection<FileId> files, Instant until) {
        if (!files.isEmpty()) {
            Bson good = and(in("_id", ids(files)), ne("state", DOOMED));
            Attempts.settled(() -> database.ask(Schema.FILES, c -> c.updateMany(good, set("due", Date.from(until)))));
        }
    }

    @Override
    public boolean doom(FileId file, Instant now, Instant again) {
        Bson may = and(eq("_id", file.value()), or(eq("state", DOOMED), lte("due", Date.from(now))));
        Bson doom = combine(set("state", DOOMED), set("due", Date.from(again)));
        boolean doomed = Attempts.settled(() -> database.ask(Schema.FILES, c -> c.updateOne(may, doom)))
                        .getMatchedCount()
                == 1;
        if (doomed) {
            return true;
        }
        Bson there = and(eq("_id", file.value()), ne("state", DOOMED));
        return database.ask(Schema.FILES, c -> c.find(there).first()) == null;
    }

    @Override
    public void forget(FileId file) {
        Bson doomed = and(eq("_id", file.value()), eq("state", DOOMED));
        Attempts.settled(() -> database.ask(Schema.FILES, c -> c.deleteOne(doomed)));
    }

    private static List<String> ids(Collection<FileId> files) {
        if (files.size() > MAX_QUERY) {
            throw new IllegalArgumentException("at most " + MAX_QUERY + " files at once");
        }
        return files.stream().map(FileId::value).toList();
    }
}
