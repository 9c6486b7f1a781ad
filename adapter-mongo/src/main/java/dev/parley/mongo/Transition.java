package dev.parley.mongo;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.PushOptions;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Rev;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Is one change of one message: what it would look like, and the atomic update that makes it so. */
final class Transition {
    /** So many revs of a message are remembered; the package says why older ones may go. */
    static final int MAX_REVS = 10_000;

    /** So many changes of a message are remembered by name, for those whose answer was lost. */
    private static final int MAX_NAMES = 8;

    private final ObjectId name;
    private final Change change;
    private final Message before;

    /** @param name of this one call, never used twice */
    Transition(BsonDocument document, Change change, ObjectId name) {
        this.name = name;
        this.change = change;
        before = MessageDocument.message(document);
    }

    /** What to answer without a write, if the message is already as it should be, or cannot become so. */
    Optional<Changed> settled() {
        return Optional.of(before.after(change, before.rev())).filter(result -> !(result instanceof Changed.Done));
    }

    /** Sets all that any change may change, as it is on condition that nothing was changed meanwhile. */
    Bson update(Message after) {
        BsonInt64 number = new BsonInt64(after.rev().value());
        Instant editedAt = after.editedAt();
        List<Bson> all = new ArrayList<>(List.of(
                set("rev", number),
                pushEach("revs", List.of(number), new PushOptions().slice(-MAX_REVS)),
                pushEach("changes", List.of(name), new PushOptions().slice(-MAX_NAMES)),
                set("content", after.content().text()),
                set("deleted", after.deleted()),
                editedAt == null ? unset("editedAt") : set("editedAt", new BsonDateTime(editedAt.toEpochMilli())),
                after.reactions().isEmpty()
                        ? unset("reactions")
                        : set("reactions", MessageDocument.array(after.reactions()))));
        if (after.files().size() < before.files().size()) {
            all.add(unset("files"));
        }
        return combine(all);
    }

    /** What the message is after the change, which is not settled, with this rev. */
    Changed.Done done(long rev) {
        if (before.after(change, new Rev(rev)) instanceof Changed.Done done) {
            return done;
        }
        throw new IllegalStateException("it changes nothing: " + change);
    }
}
