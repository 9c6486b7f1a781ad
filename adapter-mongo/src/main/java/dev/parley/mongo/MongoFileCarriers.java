package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.or;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.mongodb.client.model.Projections;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Asks the messages themselves who carries a file. Those of a closed log still have theirs until they are erased, so each
 * answer is asked again without the rooms in it whose logs have ended, until there are none. Stateless.
 */
final class MongoFileCarriers implements FileCarriers {
    private static final Bson SHAPE = Projections.include("room", "seq", "files.id");

    private final Database database;

    MongoFileCarriers(Database database) {
        this.database = database;
    }

    @Override
    public boolean isCarried(FileId file, Map<RoomId, Seq> after) {
        if (after.size() > MAX_QUERY) {
            throw new IllegalArgumentException("at most " + MAX_QUERY + " rooms are asked for at once");
        }
        Map<RoomId, Seq> open = new HashMap<>(after);
        while (!open.isEmpty()) {
            Bson carriers = and(eq("files.id", file.value()), or(said(open)));
            List<BsonDocument> first = page(carriers, Set.of(), 1);
            if (first.isEmpty()) {
                return false;
            }
            if (closedOf(first).isEmpty()) {
                return true;
            }
            open.remove(new RoomId(room(first.get(0))));
        }
        return false;
    }

    /** What was said in the rooms, those with the same beginning together. */
    private static List<Bson> said(Map<RoomId, Seq> after) {
        Map<Seq, List<Long>> rooms = after.entrySet().stream()
                .collect(groupingBy(
                        Map.Entry::getValue, mapping(entry -> entry.getKey().value(), toList())));
        return rooms.entrySet().stream()
                .map(entry -> and(
                        in("room", entry.getValue()), gt("seq", entry.getKey().value())))
                .toList();
    }

    @Override
    public Set<FileId> carried(Collection<FileId> files) {
        if (files.size() > MAX_QUERY) {
            throw new IllegalArgumentException("at most " + MAX_QUERY + " files are asked for at once");
        }
        Set<FileId> carried = new HashSet<>();
        Set<FileId> open = new HashSet<>(files);
        Set<Long> closed = new HashSet<>();
        while (!open.isEmpty()) {
            List<BsonDocument> page =
                    page(in("files.id", open.stream().map(FileId::value).toList()), closed, MAX_QUERY);
            if (page.isEmpty()) {
                break;
            }
            closed.addAll(closedOf(page)); // Each round knows one more room, or one file less is open.
            for (BsonDocument message : page) {
                if (!closed.contains(room(message))) {
                    message.getArray("files").stream()
                            .map(file ->
                                    new FileId(file.asDocument().getString("id").getValue()))
                            .filter(open::remove)
                            .forEach(carried::add);
                }
            }
        }
        return carried;
    }

    private List<BsonDocument> page(Bson files, Set<Long> closed, int limit) {
        Bson filter = closed.isEmpty() ? files : and(files, nin("room", closed));
        return database.ask(
                Schema.MESSAGES,
                c -> c.find(filter)
                        .projection(SHAPE)
                        .limit(limit)
                        .batchSize(limit)
                        .into(new ArrayList<>()));
    }

    /** Those rooms of the messages whose logs have come to their ends. */
    private List<Long> closedOf(List<BsonDocument> messages) {
        if (messages.isEmpty()) {
            return List.of();
        }
        List<Long> rooms =
                messages.stream().map(MongoFileCarriers::room).distinct().toList();
        Bson ends = and(in("room", rooms), eq("key", MessageDocument.END_KEY));
        return database
                .ask(
                        Schema.MESSAGES,
                        c -> c.find(ends)
                                .projection(Projections.include("room"))
                                .limit(rooms.size())
                                .batchSize(rooms.size())
                                .into(new ArrayList<>()))
                .stream()
                .map(MongoFileCarriers::room)
                .toList();
    }

    private static long room(BsonDocument message) {
        return message.getInt64("room").getValue();
    }
}
