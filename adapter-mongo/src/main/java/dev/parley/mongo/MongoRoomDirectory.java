package dev.parley.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;

/** This class keeps the rooms and the read marks. Safe for concurrent use. */
final class MongoRoomDirectory implements RoomDirectory {
    private final Database database;

    MongoRoomDirectory(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Room> findFor(UserId user, RoomId room) {
        // There is one room, and everybody is in it.
        return room.equals(RoomId.GENERAL) ? find(room) : Optional.empty();
    }

    @Override
    public List<Room> roomsOf(UserId user) {
        return find(RoomId.GENERAL).stream().toList();
    }

    private Optional<Room> find(RoomId room) {
        return Optional.ofNullable(database.ask(
                        Schema.ROOMS, c -> c.find(eq("_id", room.value())).first()))
                .map(MongoRoomDirectory::room);
    }

    private static Room room(BsonDocument document) {
        return new Room(
                new RoomId(document.getInt64("_id").getValue()),
                RoomKind.valueOf(document.getString("kind").getValue()),
                document.getString("name").getValue(),
                Instant.ofEpochMilli(document.getDateTime("createdAt").getValue()));
    }

    @Override
    public Seq advanceReadMark(RoomId room, UserId user, Seq seq) {
        FindOneAndUpdateOptions before =
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.BEFORE);
        Attempts attempts = new Attempts();
        while (true) {
            try {
                BsonDocument mark = database.ask(
                        Schema.READ_MARKS,
                        c -> c.findOneAndUpdate(
                                eq("_id", room + "-" + user),
                                combine(
                                        max("seq", seq.value()),
                                        setOnInsert("room", room.value()),
                                        setOnInsert("user", user.value())),
                                before));
                return mark == null ? seq : new Seq(Math.max(seq.value(), MessageDocument.seq(mark)));
            } catch (DuplicateKey e) {
                attempts.lostRace(e);
            } catch (ChatException.Unavailable e) {
                // A mark only ever goes forward: to repeat the same step is safe.
                attempts.unknownOutcome(e);
            }
        }
    }

    @Override
    public Map<RoomId, Seq> readMarks(UserId user) {
        Map<RoomId, Seq> marks = new HashMap<>();
        for (BsonDocument mark : database.ask(
                Schema.READ_MARKS, c -> c.find(eq("user", user.value())).into(new ArrayList<>()))) {
            marks.put(new RoomId(mark.getInt64("room").getValue()), new Seq(MessageDocument.seq(mark)));
        }
        return Map.copyOf(marks);
    }
}
