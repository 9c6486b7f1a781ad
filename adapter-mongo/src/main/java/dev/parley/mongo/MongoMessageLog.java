package dev.parley.mongo;

import dev.parley.domain.message.Change;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;

/** Keeps the message log in one collection; the package explains the protocol. Safe for concurrent use. */
final class MongoMessageLog implements MessageLog {
    private final LogReader reader;
    private final LogWriter writer;
    private final LogEraser eraser;

    MongoMessageLog(Database database) {
        reader = new LogReader(database);
        writer = new LogWriter(database, reader);
        eraser = new LogEraser(database);
    }

    @Override
    public List<Appended> append(RoomId room, List<Draft> batch) {
        if (batch.isEmpty() || batch.size() > MAX_BATCH) {
            throw new IllegalArgumentException("a batch has 1 to " + MAX_BATCH + " drafts");
        }
        return writer.append(room, batch);
    }

    @Override
    public Optional<Appended> recall(RoomId room, MessageKey key, String fingerprint) {
        List<BsonDocument> found = reader.byKeys(room, Set.of(key.value()));
        if (found.stream().anyMatch(document -> !MessageDocument.isMessage(document))) {
            return Optional.empty(); // The end, or what was erased after it.
        }
        return found.stream()
                .findFirst()
                .map(document -> MessageDocument.fingerprint(document).equals(fingerprint)
                        ? new Appended.Repeated(MessageDocument.message(document))
                        : new Appended.KeyReused());
    }

    @Override
    public Changed change(RoomId room, Seq seq, Change change) {
        return writer.change(room, seq, change);
    }

    @Override
    public Optional<Message> find(RoomId room, Seq seq) {
        return reader.find(room, seq).map(MessageDocument::message);
    }

    @Override
    public List<Message> before(RoomId room, Seq end, int limit) {
        return messages(reader.before(room, end, checked(limit)));
    }

    @Override
    public List<Message> after(RoomId room, Seq start, int limit) {
        return messages(reader.after(room, start, checked(limit)));
    }

    @Override
    public List<Message> changesSince(RoomId room, Rev cursor, int limit) {
        return messages(reader.changesSince(room, cursor, checked(limit)));
    }

    @Override
    public void close(RoomId room) {
        writer.close(room);
    }

    @Override
    public int erase(int limit) {
        if (limit < 1 || limit > MAX_BATCH) {
            throw new IllegalArgumentException("1 to " + MAX_BATCH + " messages are erased at once");
        }
        return eraser.erase(limit);
    }

    @Override
    public Map<RoomId, Head> heads(Collection<RoomId> rooms) {
        return Map.copyOf(reader.heads(rooms));
    }

    @Override
    public Map<RoomId, Message> newest(Collection<RoomId> rooms) {
        Map<RoomId, Message> newest = new HashMap<>();
        for (Message message : messages(reader.newest(rooms))) {
            newest.put(message.room(), message);
        }
        return Map.copyOf(newest);
    }

    private static int checked(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + " messages");
        }
        return limit;
    }

    private static List<Message> messages(List<BsonDocument> documents) {
        return documents.stream().map(MessageDocument::message).toList();
    }
}
