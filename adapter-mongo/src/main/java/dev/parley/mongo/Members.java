package dev.parley.mongo;

import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Sorts.ascending;

import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.Seat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Finds members and lets them in; General has none of its own. Stateless. */
final class Members {
    private static final Bson HAS_NOT_LEFT = exists("left", false);

    private final Database database;

    Members(Database database) {
        this.database = database;
    }

    /** The member, also one that has left. */
    Optional<MemberDocument> find(RoomId room, UserId user) {
        return Optional.ofNullable(database.ask(
                        Schema.MEMBERS,
                        c -> c.find(eq("_id", MemberDocument.id(room, user))).first()))
                .map(MemberDocument::of);
    }

    /** Members of the room, by number, above the one that is given. */
    List<Member> page(RoomDocument room, long after, int limit) {
        Bson filter = and(eq("room", room.id().value()), gt("user", after), HAS_NOT_LEFT, nin("entry", room.leaving()));
        return database
                .ask(
                        Schema.MEMBERS,
                        c -> c.find(filter)
                                .sort(ascending("user"))
                                .limit(limit)
                                .batchSize(limit)
                                .into(new ArrayList<>()))
                .stream()
                .map(MemberDocument::of)
                .map(member -> new Member(member.user(), room.role(member.entry()), member.joinedAt()))
                .toList();
    }

    /** The first seats in the rooms, by room and number. Two commands: the rooms, the memberships. */
    List<Seat> seats(Collection<RoomId> ids, int limit) {
        List<Long> numbers = ids.stream().map(RoomId::value).toList();
        Map<RoomId, RoomDocument> rooms = rooms(numbers);
        List<ObjectId> leaving = new ArrayList<>();
        rooms.values().forEach(room -> leaving.addAll(room.leaving()));
        List<Long> there = rooms.values().stream()
                .filter(RoomDocument::isThere)
                .map(room -> room.id().value())
                .toList();
        if (there.isEmpty()) {
            return List.of();
        }
        Bson filter = and(in("room", there), HAS_NOT_LEFT, nin("entry", leaving));
        return database
                .ask(
                        Schema.MEMBERS,
                        c -> c.find(filter)
                                .sort(ascending("room", "user"))
                                .limit(limit)
                                .batchSize(limit)
                                .into(new ArrayList<>()))
                .stream()
                .map(MemberDocument::of)
                .map(member -> new Seat(member.room(), member.user()))
                .toList();
    }

    private Map<RoomId, RoomDocument> rooms(List<Long> numbers) {
        Map<RoomId, RoomDocument> rooms = new HashMap<>();
        if (!numbers.isEmpty()) {
            for (BsonDocument found : database.ask(
                    Schema.ROOMS,
                    c -> c.find(in("_id", numbers)).batchSize(numbers.size()).into(new ArrayList<>()))) {
                RoomDocument room = new RoomDocument(found);
                rooms.put(room.id(), room);
            }
        }
        return rooms;
    }

    /** All rooms that the user has joined, by number. Three commands: which they are, the rooms, the memberships. */
    Map<MemberDocument, Membership> of(UserId user) {
        Map<RoomId, RoomDocument> rooms =
                rooms(joined(user).stream().map(member -> member.room().value()).toList());
        Map<MemberDocument, Membership> memberships = new LinkedHashMap<>();
        if (!rooms.isEmpty()) {
            for (MemberDocument member : joined(user)) {
                Optional.ofNullable(rooms.get(member.room()))
                        .flatMap(room -> room.membership(member))
                        .ifPresent(membership -> memberships.put(member, membership));
            }
        }
        return memberships;
    }

    /** In how many rooms each of the users is; absent is who is in none. */
    Map<UserId, Integer> count(Collection<UserId> users) {
        Bson of = and(in("user", users.stream().map(UserId::value).toList()), HAS_NOT_LEFT);
        Map<UserId, Integer> counts = new HashMap<>();
        for (BsonDocument group : database.ask(
                Schema.MEMBERS,
                c -> c.aggregate(List.of(match(of), group("$user", sum("rooms", 1))), BsonDocument.class)
                        .into(new ArrayList<>()))) {
            counts.put(
                    new UserId(group.getInt64("_id").getValue()),
                    group.getNumber("rooms").intValue());
        }
        return counts;
    }

    private List<MemberDocument> joined(UserId user) {
        return database
                .ask(
                        Schema.MEMBERS,
                        c -> c.find(and(eq("user", user.value()), HAS_NOT_LEFT))
                                .sort(ascending("room"))
                                .into(new ArrayList<>()))
                .stream()
                .map(MemberDocument::of)
                .toList();
    }

    /**
     * Lets somebody in who was not there or has left.
     *
     * @return whether that was still so
     */
    boolean put(Optional<MemberDocument> before, MemberDocument joined) {
        if (before.isPresent()) {
            Bson gone = and(eq("_id", joined.id()), eq("entry", before.get().entry()), eq("left", true));
            return database.ask(Schema.MEMBERS, c -> c.replaceOne(gone, joined.document()))
                            .getMatchedCount()
                    == 1;
        }
        try {
            database.ask(Schema.MEMBERS, c -> c.insertOne(joined.document()));
            return true;
        } catch (DuplicateKey e) {
            return false;
        }
    }

    /** Removes a membership of a room that is not there. */
    void takeBack(MemberDocument joined) {
        database.ask(Schema.MEMBERS, c -> c.deleteOne(and(eq("_id", joined.id()), eq("entry", joined.entry()))));
    }
}
