package dev.parley.mongo;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.PushOptions;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Rev;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** This class is one change of one message: what it would look like, and the atomic update that makes it so. */
final class Transition {
    /** So many revs of a message are remembered; the package says why older ones may go. */
    static final int MAX_REVS = 10_000;

    /** So many changes of a message are remembered by name, for those whose answer was lost. */
    private static final int MAX_NAMES = 8;

    private final ObjectId name;
    private final Message before;
    private final Content content;
    private final @Nullable Instant editedAt;
    private final boolean deleted;

    /** @param name of this one call, never used twice */
    Transition(BsonDocument document, Change change, ObjectId name) {
        this.name = name;
        before = MessageDocument.message(document);
        if (change instanceof Change.Edit edit) {
            content = edit.content();
            editedAt = Instant.ofEpochMilli(edit.at().toEpochMilli());
            deleted = false;
        } else if (change instanceof Change.Delete) {
            content = Content.NONE;
            editedAt = null;
            deleted = true;
        } else {
            throw new IllegalArgumentException("an unknown change: " + change);
        }
    }

    /** What to answer without a write, if the message is already as it should be, or cannot become so. */
    Optional<Changed> settled() {
        if (before.deleted() && !deleted) {
            return Optional.of(new Changed.Deleted());
        }
        return before.deleted() != deleted || !before.content().equals(content)
                ? Optional.empty()
                : Optional.of(new Changed.Already(before));
    }

    Bson update(long rev) {
        BsonInt64 number = new BsonInt64(rev);
        return combine(
                set("rev", number),
                pushEach("revs", List.of(number), new PushOptions().slice(-MAX_REVS)),
                pushEach("changes", List.of(name), new PushOptions().slice(-MAX_NAMES)),
                set("content", content.text()),
                set("deleted", deleted),
                editedAt == null ? unset("editedAt") : set("editedAt", new BsonDateTime(editedAt.toEpochMilli())));
    }

    Changed done(long rev) {
        return new Changed.Done(new Message(
                before.room(),
                before.seq(),
                new Rev(rev),
                before.key(),
                before.author(),
                content,
                before.sentAt(),
                editedAt,
                deleted));
    }
}
