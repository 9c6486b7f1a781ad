package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoException;
import com.mongodb.client.result.UpdateResult;
import dev.parley.domain.ChatException;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/**
 * {@link FileBytes} as GridFS lays them out (the driver specification "GridFS"), so that MongoDB's own tools read them.
 *
 * <p>The driver's bucket is not used: what it has begun it leaves behind without a trace when its process dies. Here a mark
 * stands in a third collection while a file is written, and what is found with a mark was never whole.
 */
final class MongoFileBytes implements FileBytes {
    static final int CHUNK = 127 << 10;

    private static final long TOUCH_MILLIS = 60_000;
    private static final int MARKS_AT_ONCE = 100;
    private static final int OUT_OF_DISK_SPACE = 14_031;

    private final Database database;
    private final InstantSource clock;

    MongoFileBytes(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Sink create(FileId file) {
        long now = clock.millis();
        BsonDocument mark = new BsonDocument("_id", id(file)).append("at", new BsonDateTime(now));
        demanded(() -> database.ask(Schema.UPLOADS_BEGUN, c -> c.insertOne(mark)));
        return new MongoFileSink(this, file, now);
    }

    @Override
    public Optional<Source> open(FileId file) {
        BsonDocument found =
                database.ask(Schema.UPLOADS, c -> c.find(eq("_id", id(file))).first());
        return Optional.ofNullable(found).map(document -> new MongoFileSource(database, document));
    }

    @Override
    public void remove(FileId file) {
        removeContent(id(file));
        database.ask(Schema.UPLOADS_BEGUN, c -> c.deleteOne(eq("_id", id(file))));
    }

    /** First what makes it a file, then its parts: so it is not there before it is torn. */
    private void removeContent(BsonString id) {
        database.ask(Schema.UPLOADS, c -> c.deleteOne(eq("_id", id)));
        database.ask(Schema.UPLOAD_CHUNKS, c -> c.deleteMany(eq("files_id", id)));
    }

    /** The mark says first that the file can no longer become whole, and goes last: whoever dies here is finished by the next. */
    @Override
    public int sweep(Instant before) {
        Bson old = lt("at", new BsonDateTime(before.toEpochMilli()));
        int removed = 0;
        List<BsonDocument> marks;
        do {
            marks = database.ask(
                    Schema.UPLOADS_BEGUN, c -> c.find(old).limit(MARKS_AT_ONCE).into(new ArrayList<>()));
            for (BsonDocument mark : marks) {
                BsonString id = mark.getString("_id");
                Bson stillThere = and(eq("_id", id), old);
                UpdateResult given = database.ask(
                        Schema.UPLOADS_BEGUN, c -> c.updateOne(stillThere, set("givenUp", BsonBoolean.TRUE)));
                if (given.getMatchedCount() == 1) {
                    removeContent(id);
                    database.ask(Schema.UPLOADS_BEGUN, c -> c.deleteOne(eq("_id", id)));
                    removed++;
                }
            }
        } while (marks.size() == MARKS_AT_ONCE);
        return removed;
    }

    void insertChunk(BsonDocument chunk) {
        demanded(() -> database.ask(Schema.UPLOAD_CHUNKS, c -> c.insertOne(chunk)));
    }

    /** Says from time to time that the file is still being written. Returns when that was said last, in milliseconds. */
    long touch(FileId file, long last) {
        long now = clock.millis();
        if (now - last < TOUCH_MILLIS) {
            return last;
        }
        database.ask(Schema.UPLOADS_BEGUN, c -> c.updateOne(eq("_id", id(file)), max("at", new BsonDateTime(now))));
        return now;
    }

    /** Returns whether it is whole now; not if it was swept meanwhile. */
    boolean complete(FileId file, long length) {
        BsonDocument whole = new BsonDocument("_id", id(file))
                .append("length", new BsonInt64(length))
                .append("chunkSize", new BsonInt32(CHUNK))
                .append("uploadDate", new BsonDateTime(clock.millis()))
                .append("filename", id(file));
        demanded(() -> database.ask(Schema.UPLOADS, c -> c.insertOne(whole)));
        Bson mark = and(eq("_id", id(file)), eq("givenUp", null));
        return database.ask(Schema.UPLOADS_BEGUN, c -> c.deleteOne(mark)).getDeletedCount() == 1;
    }

    static BsonString id(FileId file) {
        return new BsonString(file.value());
    }

    private static <T> T demanded(Supplier<T> write) {
        try {
            return write.get();
        } catch (ChatException.Unavailable e) {
            boolean full = e.getCause() instanceof MongoException failure && failure.getCode() == OUT_OF_DISK_SPACE;
            throw full ? new ChatException.Full(e) : e;
        }
    }
}
