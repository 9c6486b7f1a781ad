package dev.parley.mongo;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;

/**
 * Is one user's membership of one room in the database; the package documents its fields. The role is the
 * room's to know.
 *
 * @param entry the name of this one membership: who leaves and joins again has another
 * @param read how far the member has read
 * @param left whether it is over: then it only keeps its place from writes that come late
 */
record MemberDocument(
        RoomId room, UserId user, ObjectId entry, Head joinedAfter, Instant joinedAt, Seq read, boolean left) {
    static MemberDocument joined(RoomId room, UserId user, ObjectId entry, Head joinedAfter, Instant now) {
        return new MemberDocument(room, user, entry, joinedAfter, now, Seq.ZERO, false);
    }

    static String id(RoomId room, UserId user) {
        return room + "-" + user;
    }

    String id() {
        return id(room, user);
    }

    /** Everything but the id, of a membership that begins. */
    BsonDocument fields() {
        return new BsonDocument("room", new BsonInt64(room.value()))
                .append("user", new BsonInt64(user.value()))
                .append("entry", new BsonObjectId(entry))
                .append("joinedSeq", new BsonInt64(joinedAfter.lastSeq().value()))
                .append("joinedRev", new BsonInt64(joinedAfter.lastRev().value()))
                .append("joinedAt", new BsonDateTime(joinedAt.toEpochMilli()));
    }

    static MemberDocument of(BsonDocument document) {
        return new MemberDocument(
                new RoomId(number(document, "room")),
                new UserId(number(document, "user")),
                document.getObjectId("entry").getValue(),
                new Head(new Seq(number(document, "joinedSeq")), new Rev(number(document, "joinedRev"))),
                Instant.ofEpochMilli(document.getDateTime("joinedAt").getValue()),
                document.containsKey("read") ? new Seq(number(document, "read")) : Seq.ZERO,
                document.getBoolean("left", BsonBoolean.FALSE).getValue());
    }

    /** The document as it is to stand under its id. */
    BsonDocument document() {
        BsonDocument document = new BsonDocument("_id", new BsonString(id()));
        document.putAll(fields());
        return document;
    }

    private static long number(BsonDocument document, String field) {
        return document.getInt64(field).getValue();
    }
}
