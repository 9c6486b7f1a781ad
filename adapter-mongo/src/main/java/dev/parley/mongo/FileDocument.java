package dev.parley.mongo;

import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.Pixels;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** Is the shape of a file in the database, as messages show it and as the ledger knows it; the package documents its fields. */
final class FileDocument {
    private FileDocument() {}

    /** What stands in a message that has files. */
    static BsonArray array(List<Attachment> files) {
        return new BsonArray(files.stream()
                .map(file -> members(file).append("id", new BsonString(file.id().value())))
                .toList());
    }

    /** What a message shows of a file, but for its id. */
    static BsonDocument members(Attachment file) {
        BsonDocument document = new BsonDocument(
                        "name", new BsonString(file.name().value()))
                .append("type", new BsonString(file.type().value()))
                .append("size", new BsonInt64(file.size()));
        Pixels pixels = file.pixels();
        return pixels == null
                ? document
                : document.append("width", new BsonInt32(pixels.width()))
                        .append("height", new BsonInt32(pixels.height()));
    }

    /** @param idField where its id stands */
    static Attachment attachment(BsonDocument document, String idField) {
        return new Attachment(
                new FileId(document.getString(idField).getValue()),
                new FileName(document.getString("name").getValue()),
                new MediaType(document.getString("type").getValue()),
                document.getInt64("size").getValue(),
                document.containsKey("width")
                        ? new Pixels(
                                document.getInt32("width").getValue(),
                                document.getInt32("height").getValue())
                        : null);
    }

    static StoredFile stored(BsonDocument document) {
        return new StoredFile(
                attachment(document, "_id"),
                new UserId(document.getInt64("uploader").getValue()),
                document.containsKey("room")
                        ? new RoomId(document.getInt64("room").getValue())
                        : null,
                document.getString("sha256").getValue(),
                Instant.ofEpochMilli(document.getDateTime("uploadedAt").getValue()));
    }
}
