package dev.parley.mongo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * Is one message of the MongoDB wire protocol.
 *
 * <p>It knows what the tests need of an OP_MSG: the command, its collection, and how to shorten an insert.
 */
final class WireMessage {
    private static final int HEADER = 16;
    private static final int OP_MSG = 2013;
    private static final int BODY = HEADER + 4;

    private final byte[] bytes;

    private WireMessage(byte[] bytes) {
        this.bytes = bytes;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
        out.flush();
    }

    static WireMessage read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] length = new byte[4];
        data.readFully(length);
        byte[] bytes = new byte[little(length).getInt(0)];
        System.arraycopy(length, 0, bytes, 0, length.length);
        data.readFully(bytes, length.length, bytes.length - length.length);
        return new WireMessage(bytes);
    }

    /** Whether it is one of the commands that change documents. */
    boolean isWrite() {
        String command = command();
        return command.equals("insert")
                || command.equals("update")
                || command.equals("delete")
                || command.equals("findAndModify");
    }

    boolean isInsertInto(String collection) {
        return command().equals("insert")
                && body().getString("insert").getValue().equals(collection);
    }

    private String command() {
        return isCommand() ? body().getFirstKey() : "";
    }

    private boolean isCommand() {
        return little(bytes).getInt(12) == OP_MSG && bytes[BODY] == 0;
    }

    private BsonDocument body() {
        return new RawBsonDocument(bytes, BODY + 1, little(bytes).getInt(BODY + 1));
    }

    /** The same insert with the first {@code count} of its documents, which follow the body as a section of their own. */
    WireMessage withDocuments(int count) {
        int section = BODY + 1 + little(bytes).getInt(BODY + 1);
        if (bytes[section] != 1) {
            throw new IllegalStateException("the documents are not where the driver puts them");
        }
        int end = section + 5;
        while (bytes[end] != 0) {
            end++;
        }
        end++;
        for (int i = 0; i < count && end < bytes.length; i++) {
            end += little(bytes).getInt(end);
        }
        byte[] shorter = new byte[end];
        System.arraycopy(bytes, 0, shorter, 0, end);
        little(shorter).putInt(0, end).putInt(section + 1, end - section - 1);
        return new WireMessage(shorter);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
