package dev.parley.testkit;

import static dev.parley.testkit.Drafts.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.parley.domain.room.JoinCode;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.ReadMark;
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
import dev.parley.domain.room.Seat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every promise of {@link RoomDirectory}. */
public abstract class RoomDirectoryContract extends StoreContract {
    private UserId ann = new UserId(1);
    private UserId bob = new UserId(2);

    private RoomDirectory rooms() {
        return store().rooms();
    }

    @BeforeEach
    void registerTwo() {
        ann = register("ann");
        bob = register("bob");
    }

    private UserId register(String name) {
        Registration result = store().users()
                .register(new NewUser(
                        new Username(name), null, new DisplayName(name), null, new PasswordHash("none"), NOON));
        assertThat(result).isInstanceOf(Registration.Registered.class);
        return ((Registration.Registered) result).user().id();
    }

    @Test
    void general_exists_and_everybody_is_in_it() {
        Membership general = rooms().findFor(ann, RoomId.GENERAL).orElseThrow();
        assertThat(general.role()).isEqualTo(Role.MEMBER);
        assertThat(general.start()).isEqualTo(Head.EMPTY);
        assertThat(general.room().id()).isEqualTo(RoomId.GENERAL);
        assertThat(general.room().kind()).isEqualTo(RoomKind.PUBLIC);
        assertThat(general.room().name()).isEqualTo(RoomName.GENERAL);
        assertThat(general.room().creator()).isNull();
        assertThat(rooms().findListed(new RoomName("gENERAL"))).contains(general.room());
        assertThat(rooms().listed("", 0, 10)).containsExactly(general.room());
        assertThat(rooms().roomsOf(ann)).containsExactly(general);
        assertThat(rooms().roomsOf(bob)).containsExactly(general);
        assertThat(rooms().findFor(register("newcomer"), RoomId.GENERAL)).contains(general);
    }

    @Test
    void general_is_the_same_room_on_every_node_and_after_a_restart() {
        Membership general = rooms().findFor(ann, RoomId.GENERAL).orElseThrow();
        assertThat(anotherNode().rooms().roomsOf(bob)).containsExactly(general);
        reopen();
        assertThat(rooms().roomsOf(ann)).containsExactly(general);
    }

    @Test
    void a_room_that_does_not_exist_is_not_found() {
        assertThat(rooms().findFor(ann, new RoomId(4711))).isEmpty();
    }

    @Test
    void a_mark_is_not_there_until_it_is_set() {
        assertThat(rooms().readMarks(ann)).isEmpty();
        assertThat(rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(5))).isEqualTo(new Seq(5));
        assertThat(rooms().readMarks(ann)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(5)));
        assertThat(rooms().readMarks(bob)).isEmpty();
    }

    @Test
    void a_mark_never_moves_back() {
        rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(5));
        assertThat(rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(3))).isEqualTo(new Seq(5));
        assertThat(rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(5))).isEqualTo(new Seq(5));
        assertThat(anotherNode().rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(9)))
                .isEqualTo(new Seq(9));
        assertThat(rooms().readMarks(ann)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(9)));
        reopen();
        assertThat(rooms().readMarks(ann)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(9)));
    }

    @Test
    void a_mark_under_a_race_only_rises_and_ends_at_the_highest() {
        RoomDirectory other = anotherNode().rooms();
        int threads = 16;
        int steps = 25;
        List<List<Seq>> seen = Together.run(threads, thread -> {
            List<Seq> mine = new ArrayList<>();
            for (int step = 0; step < steps; step++) {
                Seq seq = new Seq(1 + (step * 7919L + thread * 104_729L) % 1000);
                Seq mark = (thread % 2 == 0 ? rooms() : other).advanceReadMark(RoomId.GENERAL, ann, seq);
                assertThat(mark).isGreaterThanOrEqualTo(seq);
                mine.add(mark);
            }
            return mine;
        });
        Seq highest = new Seq(0);
        for (List<Seq> marks : seen) {
            assertThat(marks).isSorted();
            highest = marks.get(steps - 1).compareTo(highest) > 0 ? marks.get(steps - 1) : highest;
        }
        assertThat(rooms().readMarks(ann)).isEqualTo(Map.of(RoomId.GENERAL, highest));
    }

    @Test
    void many_marks_move_at_once_and_none_back_nor_those_of_who_is_not_there() {
        Room room = open("Club", ann, bob);
        UserId eve = register("eve");
        rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(9));
        rooms().advanceReadMark(room.id(), bob, new Seq(2));
        rooms().advanceReadMarks(List.of(
                new ReadMark(eve, RoomId.GENERAL, new Seq(1)),
                new ReadMark(ann, RoomId.GENERAL, new Seq(8)),
                new ReadMark(ann, room.id(), new Seq(3)),
                new ReadMark(bob, room.id(), new Seq(4)),
                new ReadMark(eve, room.id(), new Seq(5)),
                new ReadMark(eve, new RoomId(4711), new Seq(5))));

        RoomDirectory other = anotherNode().rooms();
        assertThat(other.readMarks(ann)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(9), room.id(), new Seq(3)));
        assertThat(other.readMarks(bob)).isEqualTo(Map.of(room.id(), new Seq(4)));
        assertThat(other.readMarks(eve)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(1)));
    }

    @Test
    void marks_that_two_nodes_move_at_once_end_at_the_highest() {
        RoomDirectory other = anotherNode().rooms();
        List<UserId> users =
                IntStream.range(0, 20).mapToObj(i -> register("reader" + i)).toList();
        List<Integer> rounds = Together.run(8, thread -> {
            int round = 0;
            while (round < 5) {
                long seq = 1L + round * 8L + thread;
                List<ReadMark> marks = new ArrayList<>();
                users.forEach(user -> marks.add(new ReadMark(user, RoomId.GENERAL, new Seq(seq))));
                if (thread % 4 < 2) {
                    Collections.reverse(marks);
                }
                (thread % 2 == 0 ? rooms() : other).advanceReadMarks(marks);
                round++;
            }
            return round;
        });

        assertThat(rounds).containsOnly(5);
        for (UserId user : users) {
            assertThat(rooms().readMarks(user)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(40)));
        }
    }

    private static RoomSettings settings(String name) {
        return new RoomSettings(new RoomName(name), JoinRule.OPEN, null, HistoryRule.ALL);
    }

    private Room made(Creation creation) {
        assertThat(creation).isInstanceOf(Creation.Made.class);
        return ((Creation.Made) creation).room();
    }

    private Room open(String name, UserId owner, UserId... members) {
        return made(rooms().create(new NewRoom(RoomKind.PUBLIC, settings(name), owner, Set.of(members), NOON)));
    }

    private Room group(String name, UserId owner, UserId... members) {
        RoomSettings settings = new RoomSettings(
                new RoomName(name), JoinRule.CODE, new JoinCode("open-sesame"), HistoryRule.SINCE_JOINING);
        return made(rooms().create(new NewRoom(RoomKind.GROUP, settings, owner, Set.of(members), NOON)));
    }

    private Role roleOf(UserId user, Room room) {
        return rooms().findFor(user, room.id()).orElseThrow().role();
    }

    @Test
    void a_room_has_its_settings_its_creator_as_owner_and_its_first_members() {
        Room room = group("Secrets", ann, bob);
        assertThat(room.kind()).isEqualTo(RoomKind.GROUP);
        assertThat(room.name()).isEqualTo(new RoomName("Secrets"));
        assertThat(room.join()).isEqualTo(JoinRule.CODE);
        assertThat(room.code()).isEqualTo(new JoinCode("open-sesame"));
        assertThat(room.history()).isEqualTo(HistoryRule.SINCE_JOINING);
        assertThat(room.creator()).isEqualTo(ann);
        assertThat(room.createdAt()).isEqualTo(NOON);
        assertThat(rooms().find(room.id())).contains(room);
        assertThat(rooms().findFor(ann, room.id())).contains(new Membership(room, Role.OWNER, Head.EMPTY));
        assertThat(rooms().findFor(bob, room.id())).contains(new Membership(room, Role.MEMBER, Head.EMPTY));
        assertThat(rooms().findFor(register("eve"), room.id())).isEmpty();
        reopen();
        assertThat(rooms().find(room.id())).contains(room);
        assertThat(rooms().roomsOf(bob))
                .extracting(Membership::room)
                .containsExactly(rooms().find(RoomId.GENERAL).orElseThrow(), room);
        assertThat(rooms().members(room.id(), 0, 10))
                .containsExactly(new Member(ann, Role.OWNER, NOON), new Member(bob, Role.MEMBER, NOON));
    }

    @Test
    void public_rooms_have_different_names_and_groups_need_not() {
        Room open = open("Garden", ann);
        assertThat(rooms().create(new NewRoom(RoomKind.PUBLIC, settings("gARDEN"), bob, Set.of(), NOON)))
                .isEqualTo(new Creation.NameTaken());
        assertThat(rooms().create(new NewRoom(RoomKind.PUBLIC, settings("general"), bob, Set.of(), NOON)))
                .isEqualTo(new Creation.NameTaken());
        assertThat(group("Garden", bob).id()).isNotEqualTo(open.id());
        assertThat(group("Garden", bob).id()).isNotEqualTo(open.id());
        assertThat(rooms().findListed(new RoomName("GARDEN"))).contains(open);
        assertThat(rooms().findListed(new RoomName("Nowhere"))).isEmpty();
    }

    @Test
    void of_sixteen_who_make_a_room_of_one_name_one_does() {
        RoomDirectory other = anotherNode().rooms();
        List<Creation> made = Together.run(
                16,
                thread -> (thread % 2 == 0 ? rooms() : other)
                        .create(new NewRoom(RoomKind.PUBLIC, settings("Plaza"), ann, Set.of(bob), NOON)));
        assertThat(made).filteredOn(Creation.Made.class::isInstance).hasSize(1);
        assertThat(made).filteredOn(Creation.NameTaken.class::isInstance).hasSize(15);
        assertThat(rooms().roomsOf(bob)).hasSize(2);
    }

    @Test
    void sixteen_who_want_the_direct_room_of_two_get_the_same() {
        RoomDirectory other = anotherNode().rooms();
        List<Room> rooms = Together.run(
                16,
                thread -> (thread % 2 == 0 ? rooms() : other)
                        .direct(thread % 3 == 0 ? Pair.of(ann, bob) : Pair.of(bob, ann), NOON));
        assertThat(rooms.stream().distinct()).hasSize(1);
        Room room = rooms.get(0);
        assertThat(room.kind()).isEqualTo(RoomKind.DIRECT);
        assertThat(room.name()).isNull();
        assertThat(room.pair()).isEqualTo(Pair.of(ann, bob));
        assertThat(rooms().roomsOf(ann)).extracting(Membership::room).contains(room);
        assertThat(rooms().members(room.id(), 0, 10)).extracting(Member::user).containsExactly(ann, bob);
        reopen();
        assertThat(rooms().direct(Pair.of(bob, ann), NOON)).isEqualTo(room);
        assertThat(rooms().direct(Pair.of(bob, register("eve")), NOON)).isNotEqualTo(room);
    }

    private long versionOf(RoomId room) {
        return rooms().find(room).map(Room::version).orElse(0L);
    }

    @Test
    void settings_are_not_given_to_a_room_that_has_others_by_now() {
        Room room = open("Club", ann);
        Room changed = made(rooms().change(room.id(), room.version(), settings("Pub")));
        assertThat(rooms().change(room.id(), room.version(), settings("Bar"))).isEqualTo(new Creation.Outdated());
        assertThat(rooms().find(room.id())).contains(changed);
        Room again = made(anotherNode().rooms().change(room.id(), changed.version(), settings("Bar")));
        assertThat(again.version()).isGreaterThan(changed.version());
    }

    @Test
    void nobody_joins_leaves_changes_or_deletes_general_or_a_direct_room() {
        Room direct = rooms().direct(Pair.of(ann, bob), NOON);
        UserId eve = register("eve");
        for (RoomId room : List.of(direct.id(), RoomId.GENERAL, new RoomId(4711))) {
            assertThat(rooms().add(room, eve, Head.EMPTY, NOON)).isEqualTo(new Entry.Missing());
            assertThat(rooms().remove(room, ann)).isEqualTo(Departure.MISSING);
            assertThat(rooms().assign(room, ann, Role.OWNER)).isEqualTo(Departure.MISSING);
            assertThat(rooms().change(room, versionOf(room), settings("Mine"))).isEqualTo(new Creation.Missing());
            assertThat(rooms().delete(room)).isFalse();
        }
        assertThat(rooms().findFor(ann, direct.id())).isPresent();
        assertThat(rooms().findFor(eve, direct.id())).isEmpty();
        assertThat(rooms().find(RoomId.GENERAL)).isPresent();
    }

    @Test
    void a_newcomer_joins_where_the_log_ends_and_joins_once() {
        Room room = group("Club", ann);
        Head end = new Head(new Seq(5), new Rev(9));
        Membership joined = new Membership(room, Role.MEMBER, end);
        assertThat(rooms().add(room.id(), bob, end, NOON)).isEqualTo(new Entry.Added(joined));
        assertThat(rooms().add(room.id(), bob, new Head(new Seq(7), new Rev(11)), NOON))
                .isEqualTo(new Entry.Already(joined));
        assertThat(joined.start()).isEqualTo(end);
        assertThat(anotherNode().rooms().findFor(bob, room.id())).contains(joined);
        assertThat(rooms().add(room.id(), ann, end, NOON))
                .isEqualTo(new Entry.Already(new Membership(room, Role.OWNER, Head.EMPTY)));
    }

    @Test
    void who_leaves_is_out_and_its_mark_is_forgotten() {
        Room room = open("Club", ann, bob);
        rooms().advanceReadMark(room.id(), bob, new Seq(3));
        rooms().advanceReadMark(RoomId.GENERAL, bob, new Seq(4));
        assertThat(rooms().remove(room.id(), bob)).isEqualTo(Departure.DONE);
        assertThat(rooms().remove(room.id(), bob)).isEqualTo(Departure.NOTHING);
        assertThat(rooms().findFor(bob, room.id())).isEmpty();
        assertThat(anotherNode().rooms().roomsOf(bob)).hasSize(1);
        assertThat(rooms().readMarks(bob)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(4)));
    }

    @Test
    void rooms_are_counted_by_user_beside_general() {
        Room club = open("Club", ann, bob);
        rooms().direct(Pair.of(ann, bob), NOON);
        UserId eve = register("eve");
        List<UserId> users = List.of(ann, bob, eve, new UserId(4711));
        assertThat(rooms().countRooms(users)).isEqualTo(Map.of(ann, 2, bob, 2));
        rooms().remove(club.id(), bob);
        rooms().add(club.id(), eve, Head.EMPTY, NOON);
        assertThat(anotherNode().rooms().countRooms(users)).isEqualTo(Map.of(ann, 2, bob, 1, eve, 1));
        rooms().delete(club.id());
        assertThat(rooms().countRooms(users)).isEqualTo(Map.of(ann, 1, bob, 1));
        assertThat(rooms().countRooms(List.of())).isEmpty();
    }

    @Test
    void a_direct_room_is_found_when_it_was_made() {
        Pair pair = Pair.of(ann, bob);
        assertThat(rooms().findDirect(pair)).isEmpty();
        Room made = rooms().direct(pair, NOON);
        assertThat(rooms().findDirect(pair)).contains(made);
        assertThat(anotherNode().rooms().findDirect(Pair.of(bob, ann))).contains(made);
        assertThat(rooms().findDirect(Pair.of(ann, register("eve")))).isEmpty();
    }

    @Test
    void a_room_keeps_an_owner() {
        Room room = open("Club", ann, bob);
        assertThat(rooms().remove(room.id(), ann)).isEqualTo(Departure.LAST_OWNER);
        assertThat(rooms().assign(room.id(), ann, Role.MEMBER)).isEqualTo(Departure.LAST_OWNER);
        assertThat(rooms().assign(room.id(), ann, Role.OWNER)).isEqualTo(Departure.NOTHING);
        assertThat(rooms().assign(room.id(), register("eve"), Role.OWNER)).isEqualTo(Departure.NOTHING);
        assertThat(rooms().assign(room.id(), bob, Role.OWNER)).isEqualTo(Departure.DONE);
        assertThat(roleOf(bob, room)).isEqualTo(Role.OWNER);
        assertThat(rooms().assign(room.id(), ann, Role.MODERATOR)).isEqualTo(Departure.DONE);
        assertThat(roleOf(ann, room)).isEqualTo(Role.MODERATOR);
        assertThat(rooms().remove(room.id(), bob)).isEqualTo(Departure.LAST_OWNER);
        assertThat(rooms().remove(room.id(), ann)).isEqualTo(Departure.DONE);
    }

    @Test
    void of_owners_who_all_leave_at_once_one_stays() {
        UserId[] owners =
                IntStream.range(0, 16).mapToObj(i -> register("owner" + i)).toArray(UserId[]::new);
        Room room = open("Club", ann, owners);
        for (UserId owner : owners) {
            assertThat(rooms().assign(room.id(), owner, Role.OWNER)).isEqualTo(Departure.DONE);
        }
        assertThat(rooms().remove(room.id(), ann)).isEqualTo(Departure.DONE);
        RoomDirectory other = anotherNode().rooms();
        List<Departure> left =
                Together.run(16, thread -> (thread % 2 == 0 ? rooms() : other).remove(room.id(), owners[thread]));
        assertThat(left).filteredOn(Departure.LAST_OWNER::equals).hasSize(1);
        assertThat(left).filteredOn(Departure.DONE::equals).hasSize(15);
        assertThat(rooms().members(room.id(), 0, 100)).extracting(Member::role).containsExactly(Role.OWNER);
    }

    @Test
    void owners_who_depose_each_other_leave_one() {
        Room room = open("Club", ann, bob);
        RoomDirectory other = anotherNode().rooms();
        for (int round = 0; round < 10; round++) {
            rooms().assign(room.id(), ann, Role.OWNER);
            rooms().assign(room.id(), bob, Role.OWNER);
            Together.run(
                    16,
                    thread -> (thread % 2 == 0 ? rooms() : other)
                            .assign(
                                    room.id(),
                                    thread % 4 < 2 ? ann : bob,
                                    thread % 3 == 0 ? Role.MODERATOR : Role.MEMBER));
            assertThat(rooms().members(room.id(), 0, 10))
                    .extracting(Member::role)
                    .filteredOn(Role.OWNER::equals)
                    .hasSize(1);
        }
    }

    @Test
    void settings_change_and_names_stay_different() {
        Room room = open("Club", ann, bob);
        open("Pub", ann);
        assertThat(rooms().change(room.id(), room.version(), settings("pUB"))).isEqualTo(new Creation.NameTaken());
        Room renamed = made(rooms().change(room.id(), room.version(), settings("CLUB")));
        assertThat(renamed.name()).isEqualTo(new RoomName("CLUB"));
        RoomSettings closer = new RoomSettings(new RoomName("Bar"), JoinRule.OPEN, null, HistoryRule.SINCE_JOINING);
        Room changed = made(rooms().change(room.id(), renamed.version(), closer));
        assertThat(changed.history()).isEqualTo(HistoryRule.SINCE_JOINING);
        assertThat(changed.creator()).isEqualTo(ann);
        assertThat(anotherNode().rooms().find(room.id())).contains(changed);
        assertThat(rooms().findListed(new RoomName("club"))).isEmpty();
        assertThat(made(rooms().create(new NewRoom(RoomKind.PUBLIC, settings("Club"), bob, Set.of(), NOON)))
                        .id())
                .isNotEqualTo(room.id());
    }

    @Test
    void of_sixteen_rooms_that_take_one_name_one_gets_it() {
        List<Room> all =
                IntStream.range(0, 16).mapToObj(i -> open("Room " + i, ann)).toList();
        RoomDirectory other = anotherNode().rooms();
        List<Creation> changed = Together.run(
                16,
                thread -> (thread % 2 == 0 ? rooms() : other)
                        .change(all.get(thread).id(), all.get(thread).version(), settings("Plaza")));
        assertThat(changed).filteredOn(Creation.Made.class::isInstance).hasSize(1);
        assertThat(changed).filteredOn(Creation.NameTaken.class::isInstance).hasSize(15);
    }

    @Test
    void a_deleted_room_is_gone_with_its_members_and_its_number_is_not_given_again() {
        Room room = open("Club", ann, bob);
        rooms().advanceReadMark(room.id(), bob, new Seq(3));
        assertThat(rooms().delete(room.id())).isTrue();
        assertThat(rooms().delete(room.id())).isFalse();
        for (RoomDirectory each : List.of(rooms(), anotherNode().rooms())) {
            assertThat(each.find(room.id())).isEmpty();
            assertThat(each.findFor(bob, room.id())).isEmpty();
            assertThat(each.roomsOf(ann)).hasSize(1);
            assertThat(each.members(room.id(), 0, 10)).isEmpty();
            assertThat(each.readMarks(bob)).isEmpty();
            assertThat(each.add(room.id(), bob, Head.EMPTY, NOON)).isEqualTo(new Entry.Missing());
        }
        reopen();
        assertThat(open("Club", ann).id().value()).isGreaterThan(room.id().value());
    }

    @Test
    void who_joins_while_the_room_is_deleted_is_in_no_room() {
        for (int round = 0; round < 10; round++) {
            Room room = open("Club", ann);
            RoomDirectory other = anotherNode().rooms();
            List<UserId> users = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                users.add(new UserId(1_000 + i));
            }
            Together.run(
                    16,
                    thread -> thread == 15
                            ? rooms().delete(room.id())
                            : (thread % 2 == 0 ? rooms() : other).add(room.id(), users.get(thread), Head.EMPTY, NOON));
            assertThat(rooms().find(room.id())).isEmpty();
            for (UserId user : users) {
                assertThat(rooms().roomsOf(user)).hasSize(1);
                assertThat(rooms().findFor(user, room.id())).isEmpty();
            }
            assertThat(rooms().members(room.id(), 0, 100)).isEmpty();
        }
    }

    @Test
    void public_rooms_are_listed_in_pages_and_found_by_a_part_of_their_name() {
        List<Room> all = new ArrayList<>(rooms().listed("", 0, 10));
        for (int i = 0; i < 25; i++) {
            all.add(open("Room " + i, ann));
            assertThat(group("Room " + i, ann)).isNotNull();
        }
        List<Room> listed = new ArrayList<>();
        List<Room> page = rooms().listed("", 0, 10);
        while (!page.isEmpty()) {
            listed.addAll(page);
            page = rooms().listed("", page.get(page.size() - 1).id().value(), 10);
        }
        assertThat(listed).isEqualTo(all);
        assertThat(rooms().all(0, 200)).hasSize(51).containsAll(all);
        assertThat(rooms().all(0, 200)).extracting(room -> room.id().value()).isSorted();
        Room direct = rooms().direct(Pair.of(ann, bob), NOON);
        assertThat(rooms().all(listed.get(25).id().value(), 2)).hasSize(2).endsWith(direct);
        assertThat(rooms().all(direct.id().value(), 2)).isEmpty();
        Room odd = open("100%_Sure! [ü]", bob);
        for (String part : List.of("100%", "%_s", "sure!", "[Ü]", "SURE")) {
            assertThat(rooms().listed(part, 0, 10)).as(part).containsExactly(odd);
        }
        assertThat(rooms().listed("%room", 0, 10)).isEmpty();
        for (String part : List.of("\0", "room\0", "room\n", "\ud800", "x".repeat(65))) {
            assertThat(rooms().listed(part, 0, 10)).as("what no name has").isEmpty();
        }
        assertThat(rooms().listed("room 1", 0, 200)).hasSize(11);
        assertThat(rooms().listed("room 1", 0, 3)).hasSize(3);
    }

    @Test
    void members_are_listed_in_pages() {
        Room room = open("Club", ann, bob);
        List<UserId> users = new ArrayList<>(List.of(ann, bob));
        for (int i = 0; i < 20; i++) {
            users.add(register("member" + i));
            assertThat(rooms().add(room.id(), users.get(users.size() - 1), Head.EMPTY, NOON))
                    .isInstanceOf(Entry.Added.class);
        }
        List<UserId> listed = new ArrayList<>();
        List<Member> page = rooms().members(room.id(), 0, 7);
        while (!page.isEmpty()) {
            page.forEach(member -> listed.add(member.user()));
            page = rooms().members(room.id(), page.get(page.size() - 1).user().value(), 7);
        }
        assertThat(listed).isEqualTo(users);
    }

    @Test
    void seats_are_listed_of_several_rooms_by_room_and_number() {
        Room first = open("First", bob, ann);
        Room second = group("Second", ann);
        Room direct = rooms().direct(Pair.of(ann, bob), NOON);
        Room gone = open("Gone", ann);
        rooms().delete(gone.id());
        List<RoomId> asked = List.of(direct.id(), second.id(), RoomId.GENERAL, gone.id(), first.id(), new RoomId(4711));
        for (RoomDirectory each : List.of(rooms(), anotherNode().rooms())) {
            assertThat(each.seats(asked))
                    .containsExactly(
                            new Seat(first.id(), ann),
                            new Seat(first.id(), bob),
                            new Seat(second.id(), ann),
                            new Seat(direct.id(), ann),
                            new Seat(direct.id(), bob));
            assertThat(each.seats(List.of(RoomId.GENERAL, gone.id()))).isEmpty();
        }
        rooms().remove(first.id(), ann);
        rooms().add(second.id(), bob, Head.EMPTY, NOON);
        assertThat(anotherNode().rooms().seats(List.of(second.id(), first.id())))
                .containsExactly(new Seat(first.id(), bob), new Seat(second.id(), ann), new Seat(second.id(), bob));
    }

    @Test
    void a_page_of_seats_has_an_end() {
        Set<UserId> crowd = LongStream.rangeClosed(1_001, 1_001L + RoomDirectory.MAX_FIRST_MEMBERS - 1)
                .mapToObj(UserId::new)
                .collect(Collectors.toSet());
        List<RoomId> asked = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            asked.add(made(rooms().create(new NewRoom(RoomKind.PUBLIC, settings("room " + i), ann, crowd, NOON)))
                    .id());
        }
        List<Seat> seats = rooms().seats(asked);
        assertThat(seats).hasSize(RoomDirectory.MAX_SEATS).doesNotHaveDuplicates();
        assertThat(seats.get(RoomDirectory.MAX_SEATS - 1).room()).isEqualTo(asked.get(9));
        assertThatThrownBy(() -> rooms().seats(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rooms().seats(LongStream.rangeClosed(1, 1_001)
                        .mapToObj(RoomId::new)
                        .toList()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
