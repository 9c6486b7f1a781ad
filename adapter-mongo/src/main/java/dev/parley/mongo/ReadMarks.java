package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.ReadMark;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Knows how far everybody has read. A mark stands in the membership, and goes with it; those of General, which
 * has no memberships, have a collection of their own. Stateless.
 */
final class ReadMarks {
    private final Database database;
    private final Members members;

    ReadMarks(Database database, Members members) {
        this.database = database;
        this.members = members;
    }

    /** The mark as it is afterwards. That of somebody who is not in the room is as good as forgotten already. */
    Seq advance(RoomId room, UserId user, Seq seq) {
        // A mark only ever goes forward: to repeat the same step is safe.
        return Attempts.settled(() -> {
            BsonDocument before = room.equals(RoomId.GENERAL) ? inGeneral(user, seq) : asMember(room, user, seq);
            return before == null ? seq : new Seq(Math.max(seq.value(), mark(before)));
        });
    }

    /** Moves many at once. */
    void advance(Collection<ReadMark> marks) {
        List<UpdateOneModel<BsonDocument>> inGeneral = marks.stream()
                .filter(mark -> mark.room().equals(RoomId.GENERAL))
                .map(mark -> new UpdateOneModel<BsonDocument>(
                        eq("_id", MemberDocument.id(RoomId.GENERAL, mark.user())),
                        forwardInGeneral(mark.user(), mark.seq()),
                        new UpdateOptions().upsert(true)))
                .toList();
        List<UpdateOneModel<BsonDocument>> asMember = marks.stream()
                .filter(mark -> !mark.room().equals(RoomId.GENERAL))
                .map(mark -> new UpdateOneModel<BsonDocument>(
                        member(mark.room(), mark.user()), max("read", mark.seq().value())))
                .toList();
        write(Schema.READ_MARKS, inGeneral);
        write(Schema.MEMBERS, asMember);
    }

    private void write(String collection, List<UpdateOneModel<BsonDocument>> updates) {
        if (!updates.isEmpty()) {
            Attempts.settled(() -> database.ask(collection, c -> c.bulkWrite(updates)));
        }
    }

    private @Nullable BsonDocument inGeneral(UserId user, Seq seq) {
        return database.ask(
                Schema.READ_MARKS,
                c -> c.findOneAndUpdate(
                        eq("_id", MemberDocument.id(RoomId.GENERAL, user)),
                        forwardInGeneral(user, seq),
                        before().upsert(true)));
    }

    private static Bson forwardInGeneral(UserId user, Seq seq) {
        return combine(
                max("seq", seq.value()),
                setOnInsert("room", RoomId.GENERAL.value()),
                setOnInsert("user", user.value()));
    }

    private @Nullable BsonDocument asMember(RoomId room, UserId user, Seq seq) {
        return database.ask(
                Schema.MEMBERS, c -> c.findOneAndUpdate(member(room, user), max("read", seq.value()), before()));
    }

    private static Bson member(RoomId room, UserId user) {
        return and(eq("_id", MemberDocument.id(room, user)), exists("left", false));
    }

    private static FindOneAndUpdateOptions before() {
        return new FindOneAndUpdateOptions().returnDocument(ReturnDocument.BEFORE);
    }

    private static long mark(BsonDocument document) {
        return document.containsKey("entry")
                ? MemberDocument.of(document).read().value()
                : MessageDocument.seq(document);
    }

    Map<RoomId, Seq> of(UserId user) {
        Map<RoomId, Seq> marks = new HashMap<>();
        for (BsonDocument mark : database.ask(
                Schema.READ_MARKS, c -> c.find(eq("user", user.value())).into(new ArrayList<>()))) {
            marks.put(new RoomId(mark.getInt64("room").getValue()), new Seq(MessageDocument.seq(mark)));
        }
        for (MemberDocument member : members.of(user).keySet()) {
            if (!member.read().equals(Seq.ZERO)) {
                marks.put(member.room(), member.read());
            }
        }
        return Map.copyOf(marks);
    }
}
