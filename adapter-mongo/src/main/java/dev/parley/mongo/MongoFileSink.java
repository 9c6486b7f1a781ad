package dev.parley.mongo;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileId;
import java.util.Arrays;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one file, a chunk at a time. Confined to one thread at a time. */
final class MongoFileSink implements FileBytes.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(MongoFileSink.class);

    private final MongoFileBytes files;
    private final FileId file;
    private final byte[] chunk = new byte[MongoFileBytes.CHUNK];
    private int gathered;
    private int chunks;
    private long touched;
    private boolean over;

    /** @param begun when, in milliseconds */
    MongoFileSink(MongoFileBytes files, FileId file, long begun) {
        this.files = files;
        this.touched = begun;
        this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, chunk.length - gathered);
            System.arraycopy(bytes, from, chunk, gathered, part);
            gathered += part;
            from += part;
            left -= part;
            if (gathered == chunk.length) {
                flush();
            }
        }
    }

    private void flush() {
        files.insertChunk(new BsonDocument("files_id", MongoFileBytes.id(file))
                .append("n", new BsonInt32(chunks))
                .append("data", new BsonBinary(Arrays.copyOf(chunk, gathered))));
        chunks++;
        gathered = 0;
        touched = files.touch(file, touched);
    }

    @Override
    public void commit() {
        long length = (long) chunks * chunk.length + gathered;
        if (gathered > 0) {
            flush();
        }
        if (!files.complete(file, length)) {
            throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE);
        }
        over = true;
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        try {
            files.remove(file);
        } catch (RuntimeException e) {
            LOG.debug("What is left of a file is swept later", e);
        }
    }
}
