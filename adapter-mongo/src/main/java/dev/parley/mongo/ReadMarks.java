package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * This class knows how far everybody has read. A mark stands in the membership, and goes with it; those of General, which
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
        Attempts attempts = new Attempts();
        while (true) {
            try {
                BsonDocument before = room.equals(RoomId.GENERAL) ? inGeneral(user, seq) : asMember(room, user, seq);
                return before == null ? seq : new Seq(Math.max(seq.value(), mark(before)));
            } catch (DuplicateKey e) {
                attempts.lostRace(e);
            } catch (ChatException.Unavailable e) {
                // A mark only ever goes forward: to repeat the same step is safe.
                attempts.unknownOutcome(e);
            }
        }
    }

    private @Nullable BsonDocument inGeneral(UserId user, Seq seq) {
        Bson update = combine(
                max("seq", seq.value()),
                setOnInsert("room", RoomId.GENERAL.value()),
                setOnInsert("user", user.value()));
        return database.ask(
                Schema.READ_MARKS,
                c -> c.findOneAndUpdate(
                        eq("_id", MemberDocument.id(RoomId.GENERAL, user)), update, before().upsert(true)));
    }

    private @Nullable BsonDocument asMember(RoomId room, UserId user, Seq seq) {
        Bson member = and(eq("_id", MemberDocument.id(room, user)), exists("left", false));
        return database.ask(Schema.MEMBERS, c -> c.findOneAndUpdate(member, max("read", seq.value()), before()));
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
