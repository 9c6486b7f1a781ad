package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Reads the log: each question is one command, unless it says otherwise. Stateless. */
final class LogReader {
    private final Database database;

    LogReader(Database database) {
        this.database = database;
    }

    Optional<BsonDocument> find(RoomId room, Seq seq) {
        return page(eq("_id", MessageDocument.id(room, seq)), ascending("_id"), 1).stream()
                .findFirst();
    }

    List<BsonDocument> before(RoomId room, Seq end, int limit) {
        List<BsonDocument> page = page(and(eq("room", room.value()), lt("seq", end.value())), descending("seq"), limit);
        Collections.reverse(page);
        return page;
    }

    List<BsonDocument> after(RoomId room, Seq start, int limit) {
        return page(and(eq("room", room.value()), gt("seq", start.value())), ascending("seq"), limit);
    }

    List<BsonDocument> changesSince(RoomId room, Rev cursor, int limit) {
        return page(and(eq("room", room.value()), gt("rev", cursor.value())), ascending("rev"), limit);
    }

    /** What has these keys, also if it was erased; and the log's end, if it has come. */
    List<BsonDocument> byKeys(RoomId room, Set<String> keys) {
        List<String> asked = new ArrayList<>(keys);
        asked.add(MessageDocument.END_KEY);
        return any(and(eq("room", room.value()), in("key", asked)), ascending("seq"), asked.size());
    }

    /**
     * Where the room's log ends. Two commands: what is written between them makes the pair torn, and then an index
     * refuses the numbers behind it.
     */
    Tail tail(RoomId room) {
        Optional<BsonDocument> changed = last(room, "rev");
        Optional<BsonDocument> sent = changed.isEmpty() ? changed : last(room, "seq");
        if (sent.isEmpty()) {
            return Tail.EMPTY;
        }
        return MessageDocument.isEnd(sent.get())
                ? Tail.before(sent.get())
                : new Tail(
                        MessageDocument.seq(sent.get()),
                        MessageDocument.rev(changed.get()),
                        MessageDocument.sentAt(sent.get()));
    }

    /** The message, if the change is one of its newest. */
    Optional<BsonDocument> changedBy(RoomId room, Seq seq, ObjectId change) {
        return page(and(eq("_id", MessageDocument.id(room, seq)), eq("changes", change)), ascending("_id"), 1).stream()
                .findFirst();
    }

    /** Two commands. The revs come first: as a cursor, a head may be too low, but never ahead of its messages. */
    Map<RoomId, Head> heads(Collection<RoomId> rooms) {
        if (rooms.size() == 1) {
            RoomId room = rooms.iterator().next();
            return tail(room).head().map(head -> Map.of(room, head)).orElse(Map.of());
        }
        Map<RoomId, Long> revs = last(rooms, "rev");
        Map<RoomId, Head> heads = new HashMap<>();
        last(revs.keySet(), "seq")
                .forEach((room, seq) -> heads.put(room, new Head(new Seq(seq), new Rev(revs.getOrDefault(room, seq)))));
        return heads;
    }

    /** Two commands. */
    List<BsonDocument> newest(Collection<RoomId> rooms) {
        if (rooms.size() == 1) {
            return page(eq("room", rooms.iterator().next().value()), descending("seq"), 1);
        }
        List<String> ids = new ArrayList<>();
        last(rooms, "seq").forEach((room, seq) -> ids.add(MessageDocument.id(room, new Seq(seq))));
        return ids.isEmpty() ? List.of() : page(in("_id", ids), ascending("_id"), ids.size());
    }

    private Optional<BsonDocument> last(RoomId room, String field) {
        return any(eq("room", room.value()), descending(field), 1).stream().findFirst();
    }

    /**
     * The last number of each room that has one; the end of a closed log is not counted, it has just the next.
     *
     * <p>Sorted backwards along the index (room, field), so that a server jumps from room to room (DISTINCT_SCAN).
     */
    private Map<RoomId, Long> last(Collection<RoomId> rooms, String field) {
        if (rooms.isEmpty()) {
            return Map.of();
        }
        List<Long> numbers = rooms.stream().map(RoomId::value).distinct().toList();
        List<Bson> pipeline = List.of(
                Aggregates.match(in("room", numbers)),
                Aggregates.sort(descending("room", field)),
                Aggregates.group("$room", Accumulators.first("last", "$" + field), Accumulators.first("key", "$key")));
        Map<RoomId, Long> last = new HashMap<>();
        for (BsonDocument found : database.ask(
                Schema.MESSAGES,
                c -> c.aggregate(pipeline).batchSize(numbers.size()).into(new ArrayList<>()))) {
            RoomId room = new RoomId(found.getInt64("_id").getValue());
            long number = found.getInt64("last").getValue() - (MessageDocument.isEnd(found) ? 1 : 0);
            if (number > 0) {
                last.put(room, number);
            }
        }
        return last;
    }

    /** Messages, and nothing else that stands in the log. */
    private List<BsonDocument> page(Bson filter, Bson sort, int limit) {
        return any(and(filter, MessageDocument.IS_MESSAGE), sort, limit);
    }

    private List<BsonDocument> any(Bson filter, Bson sort, int limit) {
        return database.ask(
                Schema.MESSAGES,
                c -> c.find(filter)
                        .projection(MessageDocument.WITHOUT_LISTS)
                        .sort(sort)
                        .limit(limit)
                        .batchSize(limit)
                        .into(new ArrayList<>()));
    }
}
