package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.file.FileBytes;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Reads one file and keeps the chunk that was read last. Confined to one thread at a time. */
final class MongoFileSource implements FileBytes.Source {
    private final Database database;
    private final BsonString id;
    private final long size;
    private final int chunkSize;
    private long number = -1;
    private byte[] chunk = new byte[0];

    MongoFileSource(Database database, BsonDocument file) {
        this.database = database;
        this.id = file.getString("_id");
        this.size = file.getInt64("length").getValue();
        this.chunkSize = file.getInt32("chunkSize").getValue();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
        if (position >= size) {
            return -1;
        }
        load(position / chunkSize);
        int at = (int) (position % chunkSize);
        int read = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, offset, read);
        return read;
    }

    private void load(long wanted) {
        if (wanted == number) {
            return;
        }
        BsonDocument found = database.ask(
                Schema.UPLOAD_CHUNKS,
                c -> c.find(and(eq("files_id", id), eq("n", (int) wanted))).first());
        byte[] bytes = found == null ? new byte[0] : found.getBinary("data").getData();
        if (bytes.length != Math.min(chunkSize, size - wanted * chunkSize)) {
            throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE); // It was removed meanwhile.
        }
        chunk = bytes;
        number = wanted;
    }

    @Override
    public void close() {
        chunk = new byte[0];
        number = -1;
    }
}
