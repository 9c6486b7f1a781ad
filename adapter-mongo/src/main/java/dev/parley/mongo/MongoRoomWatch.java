package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import dev.parley.domain.account.UserId;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomWatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/** Reads the numbers of users and rooms, and settles the rooms in which it finds something left to do. */
final class MongoRoomWatch implements RoomWatch {
    private final Database database;
    private final RoomJournal journal;
    private final MembershipVersions versions;

    MongoRoomWatch(Database database) {
        this.database = database;
        journal = new RoomJournal(database);
        versions = new MembershipVersions(database);
    }

    @Override
    public Map<UserId, Long> memberships(Collection<UserId> users) {
        return users.isEmpty() ? Map.of() : versions.of(users);
    }

    /** A node that has died between deciding and telling is spoken for here: somebody listens to the room. */
    @Override
    public Map<RoomId, Long> settings(Collection<RoomId> rooms) {
        if (rooms.isEmpty()) {
            return Map.of();
        }
        List<Long> numbers = rooms.stream().map(RoomId::value).toList();
        Map<RoomId, Long> found = new HashMap<>();
        for (BsonDocument document : database.ask(
                Schema.ROOMS,
                c -> c.find(and(in("_id", numbers), RoomDocument.IS_THERE))
                        .projection(include("version", "pending.kind"))
                        .batchSize(numbers.size())
                        .into(new ArrayList<>()))) {
            RoomDocument room = new RoomDocument(document);
            found.put(room.id(), room.version());
            if (room.pending().isPresent()) {
                var unused = journal.settled(room.id());
            }
        }
        return found;
    }
}
