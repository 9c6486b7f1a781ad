package dev.parley.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Reactions.Reaction;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** Is the shape of a message, and of a log's end, in the database; the package documents its fields. */
final class MessageDocument {
    /** Every read leaves the lists of revs and changes where they are: nobody but the server looks into them. */
    static final Bson WITHOUT_LISTS = Projections.exclude("revs", "changes");

    /** Neither the end of a log nor what an erased message leaves behind has a content. */
    static final Bson IS_MESSAGE = Filters.exists("content");

    /** The key of a log's end: there is one in a room, and a message's key is never empty. */
    static final String END_KEY = "";

    private MessageDocument() {}

    static String id(RoomId room, Seq seq) {
        return room + "-" + seq;
    }

    /** The draft as the message that stands at the tail, which counts it already. */
    static BsonDocument of(RoomId room, Draft draft, Tail tail) {
        BsonDocument document = new BsonDocument("_id", new BsonString(id(room, new Seq(tail.seq()))))
                .append("room", new BsonInt64(room.value()))
                .append("seq", new BsonInt64(tail.seq()))
                .append("rev", new BsonInt64(tail.rev()))
                .append("revs", new BsonArray(List.of(new BsonInt64(tail.rev()))))
                .append("key", new BsonString(draft.key().value()))
                .append("fingerprint", new BsonString(draft.fingerprint()))
                .append("author", new BsonInt64(draft.author().value()))
                .append("content", new BsonString(draft.content().text()))
                .append("sentAt", new BsonDateTime(tail.sentAt()))
                .append("deleted", BsonBoolean.FALSE);
        Seq replyTo = draft.replyTo();
        if (replyTo != null) {
            document.append("replyTo", new BsonInt64(replyTo.value()));
        }
        return draft.files().isEmpty() ? document : document.append("files", FileDocument.array(draft.files()));
    }

    /** The end of the log, which has the numbers behind the tail; nothing is erased yet. */
    static BsonDocument end(RoomId room, Tail tail) {
        long seq = tail.seq() + 1;
        BsonInt64 rev = new BsonInt64(tail.rev() + 1);
        return new BsonDocument("_id", new BsonString(id(room, new Seq(seq))))
                .append("room", new BsonInt64(room.value()))
                .append("seq", new BsonInt64(seq))
                .append("rev", rev)
                .append("revs", new BsonArray(List.of(rev)))
                .append("key", new BsonString(END_KEY))
                .append("erasedTo", new BsonInt64(0));
    }

    static boolean isEnd(BsonDocument document) {
        return key(document).equals(END_KEY);
    }

    static boolean isMessage(BsonDocument document) {
        return document.containsKey("content");
    }

    static Message message(BsonDocument document) {
        return new Message(
                new RoomId(document.getInt64("room").getValue()),
                new Seq(seq(document)),
                new Rev(rev(document)),
                new MessageKey(key(document)),
                new UserId(document.getInt64("author").getValue()),
                new Content(document.getString("content").getValue()),
                Instant.ofEpochMilli(sentAt(document)),
                document.containsKey("editedAt")
                        ? Instant.ofEpochMilli(document.getDateTime("editedAt").getValue())
                        : null,
                document.getBoolean("deleted").getValue(),
                reactions(document),
                document.containsKey("replyTo")
                        ? new Seq(document.getInt64("replyTo").getValue())
                        : null,
                document.containsKey("files")
                        ? document.getArray("files").stream()
                                .map(file -> FileDocument.attachment(file.asDocument(), "id"))
                                .toList()
                        : List.of());
    }

    private static Reactions reactions(BsonDocument document) {
        if (!document.containsKey("reactions")) {
            return Reactions.NONE;
        }
        return new Reactions(document.getArray("reactions").stream()
                .map(each -> new Reaction(
                        new Emoji(each.asDocument().getString("emoji").getValue()),
                        each.asDocument().getArray("users").stream()
                                .map(user -> new UserId(user.asInt64().getValue()))
                                .toList()))
                .toList());
    }

    /** What is set in a message that has reactions. */
    static BsonArray array(Reactions reactions) {
        return new BsonArray(reactions.each().stream()
                .map(each -> new BsonDocument(
                                "emoji", new BsonString(each.emoji().value()))
                        .append(
                                "users",
                                new BsonArray(each.users().stream()
                                        .map(user -> new BsonInt64(user.value()))
                                        .toList())))
                .toList());
    }

    static long seq(BsonDocument document) {
        return document.getInt64("seq").getValue();
    }

    static long rev(BsonDocument document) {
        return document.getInt64("rev").getValue();
    }

    static long sentAt(BsonDocument document) {
        return document.getDateTime("sentAt").getValue();
    }

    static String key(BsonDocument document) {
        return document.getString("key").getValue();
    }

    static String fingerprint(BsonDocument document) {
        return document.getString("fingerprint").getValue();
    }
}
