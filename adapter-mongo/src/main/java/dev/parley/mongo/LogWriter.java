package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.InsertManyOptions;
import dev.parley.domain.ChatException;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Appends, changes and closes: it tries the numbers behind the tail and lets the unique indexes decide.
 *
 * <p>After an unknown outcome it reads before it tries again, and a second try beside a first one that is still under
 * way in the server does no harm: both carry the same keys and at most one of each gets in.
 */
final class LogWriter {
    private final Database database;
    private final LogReader reader;
    private final Tails tails = new Tails();

    LogWriter(Database database, LogReader reader) {
        this.database = database;
        this.reader = reader;
    }

    List<Appended> append(RoomId room, List<Draft> drafts) {
        Batch batch = new Batch(room, drafts);
        Attempts attempts = new Attempts();
        return tails.alone(room, attempts, () -> {
            while (!batch.isSettled()) {
                write(room, batch, attempts);
            }
            return batch.results();
        });
    }

    private void write(RoomId room, Batch batch, Attempts attempts) {
        Tail tail = tail(room);
        if (tail.closed()) {
            batch.close();
            return;
        }
        List<BsonDocument> documents = batch.numbered(tail);
        try {
            database.ask(Schema.MESSAGES, c -> c.insertMany(documents, new InsertManyOptions().ordered(true)));
            batch.written(documents);
            BsonDocument last = documents.get(documents.size() - 1);
            tails.acknowledged(
                    room, new Tail(MessageDocument.seq(last), MessageDocument.rev(last), MessageDocument.sentAt(last)));
        } catch (DuplicateKey e) {
            tails.forget(room);
            batch.written(documents.subList(0, e.written()));
            attempts.lostRace(e);
            readOpen(room, batch);
        } catch (ChatException.Unavailable e) {
            tails.forget(room);
            batch.unanswered(documents);
            attempts.unknownOutcome(e);
            readOpen(room, batch);
        }
    }

    private void readOpen(RoomId room, Batch batch) {
        if (!batch.isSettled()) {
            batch.found(reader.byKeys(room, batch.openKeys()));
        }
    }

    Changed change(RoomId room, Seq seq, Change change) {
        Attempts attempts = new Attempts();
        ObjectId name = new ObjectId();
        return tails.alone(room, attempts, () -> {
            while (true) {
                Optional<Changed> changed = tryChange(room, seq, change, name, attempts);
                if (changed.isPresent()) {
                    return changed.get();
                }
            }
        });
    }

    private Optional<Changed> tryChange(RoomId room, Seq seq, Change change, ObjectId name, Attempts attempts) {
        Optional<BsonDocument> found = reader.find(room, seq);
        if (found.isEmpty()) {
            return Optional.of(new Changed.Missing());
        }
        if (attempts.hadUnknownOutcome()) {
            // By its name, not by its rev: that may be of another node's change. What came since must not be undone.
            Optional<BsonDocument> arrived = reader.changedBy(room, seq, name);
            if (arrived.isPresent()) {
                return Optional.of(new Changed.Done(MessageDocument.message(arrived.get())));
            }
        }
        Transition transition = new Transition(found.get(), change, name);
        Optional<Changed> settled = transition.settled();
        if (settled.isPresent()) {
            return reader.tail(room).closed() ? Optional.of(new Changed.Missing()) : settled;
        }
        // No lower than the message's own rev: the index compares documents, and lets one repeat what it has itself.
        Tail tail = tail(room);
        if (tail.closed()) {
            return Optional.of(new Changed.Missing());
        }
        Tail next = tail.atLeast(MessageDocument.rev(found.get())).withChange();
        try {
            Changed.Done done = transition.done(next.rev());
            if (update(found.get(), transition.update(done.message()))) {
                tails.acknowledged(room, next);
                return Optional.of(done);
            }
            tails.forget(room);
            attempts.lostRace(new IllegalStateException("somebody else changed the message"));
        } catch (DuplicateKey e) {
            tails.forget(room);
            attempts.lostRace(e);
        } catch (ChatException.Unavailable e) {
            tails.forget(room);
            attempts.unknownOutcome(e);
        }
        return Optional.empty();
    }

    private boolean update(BsonDocument document, Bson update) {
        return database.ask(
                                Schema.MESSAGES,
                                c -> c.updateOne(
                                        and(
                                                eq("_id", document.get("_id")),
                                                eq("rev", MessageDocument.rev(document)),
                                                MessageDocument.IS_MESSAGE),
                                        update))
                        .getMatchedCount()
                == 1;
    }

    /** Puts the end behind the tail. From there on an index refuses whoever has not seen it, and who has seen it stops. */
    void close(RoomId room) {
        Attempts attempts = new Attempts();
        boolean unused = tails.alone(room, attempts, () -> {
            boolean closed = false;
            while (!closed) {
                closed = tryClose(room, attempts);
            }
            return true;
        });
    }

    private boolean tryClose(RoomId room, Attempts attempts) {
        tails.forget(room);
        Tail tail = reader.tail(room);
        if (tail.closed()) {
            return true;
        }
        try {
            database.ask(Schema.MESSAGES, c -> c.insertOne(MessageDocument.end(room, tail)));
            return true;
        } catch (DuplicateKey e) {
            attempts.lostRace(e);
        } catch (ChatException.Unavailable e) {
            attempts.unknownOutcome(e);
        }
        return false;
    }

    private Tail tail(RoomId room) {
        return tails.of(room).orElseGet(() -> reader.tail(room));
    }
}
