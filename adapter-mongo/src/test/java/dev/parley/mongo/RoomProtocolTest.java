package dev.parley.mongo;

import static com.mongodb.client.model.Filters.eq;
import static dev.parley.testkit.Drafts.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.UserDirectory.Registration;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomDirectory.Creation;
import dev.parley.domain.room.RoomDirectory.Departure;
import dev.parley.domain.room.RoomDirectory.Entry;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import dev.parley.testkit.Together;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the contract cannot see: nodes that die between two writes, and writes that come late. */
@Timeout(60)
class RoomProtocolTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);
    private static final UserId EVE = new UserId(3);
    private static final Head LATER = new Head(new Seq(5), new Rev(7));

    private final String name = MongoServers.newDatabase();
    private final MongoStore store = MongoStore.open(MongoServers.wire(), name);
    private final MongoClient client = MongoClients.create(MongoServers.wire());
    private final RoomDirectory rooms = store.rooms();
    private final Database database = new Database(MongoConfig.of(MongoServers.wire(), name));
    private final RoomJournal journal = new RoomJournal(database);

    RoomProtocolTest() {
        database.open();
    }

    @AfterEach
    void close() {
        database.close();
        store.close();
        client.close();
        MongoServers.dropDatabases(MongoServers.wire());
    }

    private MongoCollection<BsonDocument> collection(String collection) {
        return client.getDatabase(name).getCollection(collection, BsonDocument.class);
    }

    private static NewRoom club() {
        RoomSettings settings = new RoomSettings(new RoomName("Club"), JoinRule.OPEN, null, HistoryRule.ALL);
        return new NewRoom(RoomKind.PUBLIC, settings, ANN, Set.of(BOB), NOON);
    }

    private Room made() {
        return ((Creation.Made) rooms.create(club())).room();
    }

    private RoomDocument document(RoomId room) {
        return journal.find(eq("_id", room.value())).orElseThrow();
    }

    /** A node writes what it has decided, and dies. */
    private void decideAndDie(RoomDocument decided) {
        collection(Schema.ROOMS).replaceOne(eq("_id", decided.id().value()), decided.document());
    }

    private RoomDocument departure(Room room, UserId user) {
        BsonDocument member = collection(Schema.MEMBERS)
                .find(eq("_id", MemberDocument.id(room.id(), user)))
                .first();
        assertThat(member).isNotNull();
        return document(room.id()).left(user, MemberDocument.of(member).entry());
    }

    private void assertNothingIsPending() {
        assertThat(collection(Schema.ROOMS).find())
                .allSatisfy(room -> assertThat(room).doesNotContainKey("pending"));
    }

    @Test
    void a_room_whose_maker_died_is_not_there_until_its_name_is_asked_for() {
        RoomDocument half = RoomDocument.made(new RoomId(77), club());
        collection(Schema.ROOMS).insertOne(half.document());
        assertThat(rooms.find(half.id())).isEmpty();
        assertThat(rooms.findListed(new RoomName("club"))).isEmpty();
        assertThat(rooms.listed("", 0, 10)).extracting(Room::id).containsExactly(RoomId.GENERAL);
        assertThat(rooms.roomsOf(BOB)).hasSize(1);

        assertThat(rooms.create(club())).isEqualTo(new Creation.NameTaken());
        assertThat(rooms.findListed(new RoomName("club"))).contains(half.room());
        assertThat(rooms.members(half.id(), 0, 10))
                .containsExactly(new Member(ANN, Role.OWNER, NOON), new Member(BOB, Role.MEMBER, NOON));
        assertThat(rooms.remove(half.id(), ANN)).isEqualTo(Departure.LAST_OWNER);
        assertNothingIsPending();
    }

    @Test
    void a_direct_room_whose_maker_died_is_finished_by_who_asks_for_it() {
        RoomDocument half = RoomDocument.made(new RoomId(77), Pair.of(ANN, BOB), NOON);
        collection(Schema.ROOMS).insertOne(half.document());
        assertThat(rooms.direct(Pair.of(BOB, ANN), NOON.plusSeconds(9))).isEqualTo(half.room());
        assertThat(rooms.members(half.id(), 0, 10)).extracting(Member::user).containsExactly(ANN, BOB);
        assertNothingIsPending();
    }

    @Test
    void a_maker_that_goes_on_late_brings_nobody_back() {
        RoomDocument half = RoomDocument.made(new RoomId(77), club());
        collection(Schema.ROOMS).insertOne(half.document());
        assertThat(rooms.remove(half.id(), BOB)).isEqualTo(Departure.DONE);
        journal.settle(half);
        assertThat(rooms.findFor(BOB, half.id())).isEmpty();
        assertThat(rooms.members(half.id(), 0, 10)).extracting(Member::user).containsExactly(ANN);
    }

    @Test
    void who_was_to_leave_has_left_although_the_node_died() {
        Room room = made();
        rooms.advanceReadMark(room.id(), BOB, new Seq(3));
        decideAndDie(departure(room, BOB));
        assertThat(rooms.findFor(BOB, room.id())).isEmpty();
        assertThat(rooms.roomsOf(BOB)).hasSize(1);
        assertThat(rooms.readMarks(BOB)).isEmpty();
        assertThat(rooms.members(room.id(), 0, 1)).extracting(Member::user).containsExactly(ANN);
        assertThat(rooms.members(room.id(), 1, 1)).isEmpty();

        assertThat(rooms.remove(room.id(), BOB)).isEqualTo(Departure.NOTHING);
        assertNothingIsPending();
    }

    private long number(UserId user) {
        return store.watch().memberships(List.of(user)).getOrDefault(user, 0L);
    }

    private UserId registered(String name) {
        NewUser user =
                new NewUser(new Username(name), null, new DisplayName(name), null, new PasswordHash("none"), NOON);
        return ((Registration.Registered) store.users().register(user)).user().id();
    }

    @Test
    void what_a_node_decided_and_did_not_tell_is_told_by_whoever_watches_the_room() {
        UserId ann = registered("ann");
        UserId bob = registered("bob");
        assertThat(List.of(ann, bob)).containsExactly(ANN, BOB);
        Room room = made();
        long before = number(bob);
        decideAndDie(departure(room, bob));
        assertThat(number(bob)).isEqualTo(before);
        assertThat(store.watch().settings(List.of(room.id()))).containsOnlyKeys(room.id());
        assertThat(number(bob)).isGreaterThan(before);
        assertNothingIsPending();
    }

    @Test
    void a_maker_that_died_before_it_told_has_made_a_room_that_is_there() {
        UserId ann = registered("ann");
        UserId bob = registered("bob");
        RoomDocument half = RoomDocument.made(new RoomId(77), club());
        half.document().getDocument("pending").put("kind", new BsonString("TELL"));
        collection(Schema.ROOMS).insertOne(half.document());
        assertThat(rooms.find(half.id())).contains(half.room());
        assertThat(number(bob)).isZero();
        assertThat(store.watch().settings(List.of(half.id()))).containsOnlyKeys(half.id());
        assertThat(number(ann)).isPositive();
        assertThat(number(bob)).isPositive();
        assertNothingIsPending();
    }

    @Test
    void an_owner_that_was_to_leave_is_not_counted_and_may_come_back_as_a_member() {
        Room room = made();
        rooms.assign(room.id(), BOB, Role.OWNER);
        decideAndDie(departure(room, BOB));
        assertThat(rooms.remove(room.id(), ANN)).isEqualTo(Departure.LAST_OWNER);
        Membership again = new Membership(room, Role.MEMBER, LATER);
        assertThat(rooms.add(room.id(), BOB, LATER, NOON)).isEqualTo(new Entry.Added(again));
        assertThat(rooms.findFor(BOB, room.id())).contains(again);
    }

    @Test
    void a_departure_that_is_done_late_leaves_a_new_membership_alone() {
        Room room = made();
        RoomDocument departure = departure(room, BOB);
        assertThat(rooms.remove(room.id(), BOB)).isEqualTo(Departure.DONE);
        assertThat(rooms.add(room.id(), BOB, LATER, NOON)).isInstanceOf(Entry.Added.class);
        rooms.advanceReadMark(room.id(), BOB, new Seq(6));
        journal.settle(departure);
        assertThat(rooms.findFor(BOB, room.id())).isPresent();
        assertThat(rooms.readMarks(BOB)).isEqualTo(Map.of(room.id(), new Seq(6)));
    }

    @Test
    void a_decision_on_an_old_state_of_the_room_counts_for_nothing() {
        Room room = made();
        RoomDocument before = document(room.id());
        assertThat(rooms.assign(room.id(), BOB, Role.MODERATOR)).isEqualTo(Departure.DONE);
        assertThat(journal.decide(before, before.ended())).isFalse();
        decideAndDie(departure(room, BOB));
        RoomDocument pending = document(room.id());
        assertThat(journal.decide(pending, pending.ended())).isFalse();
        assertThat(rooms.find(room.id())).contains(room);
    }

    @Test
    void a_room_that_was_to_end_has_ended_although_the_node_died() {
        Room room = made();
        rooms.advanceReadMark(room.id(), BOB, new Seq(3));
        decideAndDie(document(room.id()).ended());
        assertThat(rooms.find(room.id())).isEmpty();
        assertThat(rooms.findFor(BOB, room.id())).isEmpty();
        assertThat(rooms.roomsOf(BOB)).hasSize(1);
        assertThat(rooms.members(room.id(), 0, 10)).isEmpty();
        assertThat(rooms.readMarks(BOB)).isEmpty();
        assertThat(rooms.listed("club", 0, 10)).isEmpty();
        assertThat(rooms.create(club())).isInstanceOf(Creation.Made.class);

        assertThat(rooms.add(room.id(), EVE, Head.EMPTY, NOON)).isEqualTo(new Entry.Missing());
        assertThat(rooms.delete(room.id())).isFalse();
        assertThat(collection(Schema.ROOMS).countDocuments(eq("_id", room.id().value())))
                .isZero();
        assertThat(collection(Schema.MEMBERS)
                        .countDocuments(eq("room", room.id().value())))
                .isZero();
    }

    @Test
    void a_member_that_came_into_a_deleted_room_and_died_is_in_no_room() {
        Room room = made();
        assertThat(rooms.delete(room.id())).isTrue();
        MemberDocument late = MemberDocument.joined(room.id(), EVE, new ObjectId(), LATER, NOON);
        collection(Schema.MEMBERS).insertOne(late.document());
        assertThat(rooms.findFor(EVE, room.id())).isEmpty();
        assertThat(rooms.roomsOf(EVE)).hasSize(1);
        assertThat(rooms.readMarks(EVE)).isEmpty();
        assertThat(rooms.members(room.id(), 0, 10)).isEmpty();
    }

    @Test
    void an_entry_that_was_cut_and_lands_late_brings_nobody_back() {
        Room room = made();
        store.proxy().holdNextWrite();
        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> rooms.add(room.id(), EVE, LATER, NOON));
        assertThat(rooms.add(room.id(), EVE, LATER, NOON)).isInstanceOf(Entry.Added.class);
        assertThat(rooms.remove(room.id(), EVE)).isEqualTo(Departure.DONE);
        store.proxy().release();
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() -> rooms.findFor(EVE, room.id()).isEmpty());
    }

    @Test
    void whoever_joins_and_leaves_at_once_ends_as_the_answers_say() {
        Room room = made();
        try (var other = store.secondNode()) {
            for (int round = 0; round < 10; round++) {
                List<Integer> changes = Together.run(16, thread -> {
                    RoomDirectory mine = thread % 2 == 0 ? rooms : other.rooms();
                    return thread % 4 < 2
                            ? mine.add(room.id(), EVE, LATER, NOON) instanceof Entry.Added ? 1 : 0
                            : mine.remove(room.id(), EVE) == Departure.DONE ? -1 : 0;
                });
                int members = changes.stream().mapToInt(Integer::intValue).sum();
                assertThat(members).isBetween(0, 1);
                assertThat(rooms.findFor(EVE, room.id()).isPresent()).isEqualTo(members == 1);
                rooms.remove(room.id(), EVE);
            }
        }
        assertNothingIsPending();
    }

    @Test
    void a_database_of_the_first_version_gets_what_it_lacks() {
        store.close();
        collection(Schema.ROOMS).drop();
        collection(Schema.MEMBERS).drop();
        collection(Schema.COUNTERS).drop();
        collection(Schema.META).drop();
        collection(Schema.ROOMS)
                .insertOne(new BsonDocument("_id", new BsonInt64(1))
                        .append("kind", new BsonString("PUBLIC"))
                        .append("name", new BsonString("General"))
                        .append(
                                "createdAt",
                                new BsonDateTime(NOON.minusSeconds(60).toEpochMilli())));
        collection(Schema.READ_MARKS)
                .insertOne(new BsonDocument("_id", new BsonString("1-1"))
                        .append("room", new BsonInt64(1))
                        .append("user", new BsonInt64(1))
                        .append("seq", new BsonInt64(4)));
        try (MongoStore today = MongoStore.open(MongoServers.wire(), name)) {
            Room general = today.rooms().findListed(RoomName.GENERAL).orElseThrow();
            assertThat(general.createdAt()).isEqualTo(NOON.minusSeconds(60));
            assertThat(today.rooms().roomsOf(ANN)).extracting(Membership::room).containsExactly(general);
            assertThat(today.rooms().readMarks(ANN)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(4)));
            Creation made = today.rooms().create(club());
            assertThat(made).isInstanceOf(Creation.Made.class);
            assertThat(((Creation.Made) made).room().id()).isEqualTo(new RoomId(2));
        }
    }
}
