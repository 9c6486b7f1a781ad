package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.MemoryMessenger;
import dev.parley.application.fixture.MemoryMessenger.Fate;
import dev.parley.application.fixture.MemoryMessenger.Stored;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.RoomDirectory.Creation;
import dev.parley.domain.room.RoomDirectory.Departure;
import dev.parley.domain.room.RoomDirectory.Entry;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rooms beside General: each has its topic, and who is in the one is in the other. */
class RoomsOverTest {
    private static final long SETTLED = 1_500;
    private static final long LEASE = 25_000;
    private static final UserId NOBODY = new UserId(4711);

    private BridgeWorld world = new BridgeWorld(1);
    private final UserId ann = world.ann;
    private final UserId bob = world.bob;

    private BridgeNode open() {
        BridgeNode node = world.open();
        world.advanceMillis(SETTLED);
        return node;
    }

    private RoomId room(RoomKind kind, String name, UserId owner, UserId... others) {
        JoinRule join = kind == RoomKind.PUBLIC ? JoinRule.OPEN : JoinRule.INVITE;
        RoomSettings settings = new RoomSettings(new RoomName(name), join, null, HistoryRule.ALL);
        Creation creation = world.rooms.create(
                new NewRoom(kind, settings, owner, new HashSet<>(Arrays.asList(others)), Instant.EPOCH));
        return ((Creation.Made) creation).room().id();
    }

    private RoomId group(UserId owner, UserId... others) {
        return room(RoomKind.GROUP, "Secrets", owner, others);
    }

    private List<ForeignPost> standing(RoomId room) {
        return world.messenger.posts(world.topic(room)).stream()
                .filter(stored -> !stored.gone())
                .map(Stored::post)
                .toList();
    }

    private List<String> texts(RoomId room) {
        return standing(room).stream().map(ForeignPost::text).toList();
    }

    private List<String> said(RoomId room) {
        return world.messages(room).stream()
                .map(message -> message.content().text())
                .toList();
    }

    private ForeignAccount account(UserId user) {
        return Objects.requireNonNull(world.ledger.accountsOf(List.of(user)).get(user));
    }

    private ForeignAccount sign(UserId user, String name) {
        ForeignAccount account = world.messenger.signUp(name);
        assertThat(world.ledger.link(user, null, account)).isTrue();
        return account;
    }

    private Set<ForeignAccount> there(RoomId room) {
        return world.messenger.members(world.topic(room));
    }

    private boolean isIn(UserId user, RoomId room) {
        return world.rooms.findFor(user, room).isPresent();
    }

    private void removed(BridgeNode node, RoomId room, UserId user) {
        var unused = world.rooms.remove(room, user);
        node.realtime.left(user, room);
        world.advanceMillis(SETTLED);
    }

    @Test
    void a_room_gets_its_topic_with_its_first_message() {
        BridgeNode node = open();
        RoomId secrets = group(ann, bob);
        RoomId garden = room(RoomKind.PUBLIC, "Ann's Garden", ann);
        node.realtime.entered(bob, secrets);
        world.advanceMillis(SETTLED);
        assertThat(world.ledger.find(secrets)).as("before").isEmpty();

        node.write(secrets, ann, "hidden");
        node.write(garden, ann, "shown");
        world.advanceMillis(SETTLED);
        node.write(secrets, bob, "too");
        node.change(secrets, 1, new Change.Delete());
        world.advanceMillis(SETTLED);

        assertThat(texts(secrets)).containsExactly("too");
        assertThat(texts(garden)).containsExactly("shown");
        assertThat(world.messenger.plan(world.topic(secrets)).listed()).isFalse();
        assertThat(world.messenger.plan(world.topic(secrets)).title()).isEqualTo("Secrets");
        assertThat(world.messenger.plan(world.topic(garden)).listed()).isTrue();
    }

    @Test
    void a_room_that_is_called_otherwise_is_so_there() {
        BridgeNode node = open();
        RoomId garden = room(RoomKind.PUBLIC, "Garden", ann);
        node.write(garden, ann, "first");
        world.advanceMillis(SETTLED);
        RoomSettings settings = new RoomSettings(new RoomName("Orchard"), JoinRule.OPEN, null, HistoryRule.ALL);
        node.realtime.changed(((Creation.Made) world.rooms.change(garden, 1, settings)).room());
        world.advanceMillis(SETTLED);

        assertThat(world.messenger.plan(world.topic(garden)).title()).isEqualTo("Orchard");
    }

    @Test
    void what_was_said_in_many_rooms_while_there_was_no_bridge_is_carried_over_few_at_a_time() {
        BridgeNode away = open();
        away.close();
        List<RoomId> rooms = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            RoomId room = group(ann, bob);
            rooms.add(room);
            for (int j = 0; j < 3; j++) {
                write(room, "message " + j);
            }
        }
        RoomId silent = group(ann);
        BridgeNode node = world.open();
        int most = 0;
        for (int i = 0; i < 120; i++) {
            world.advanceMillis(1_000);
            most = Math.max(most, world.messenger.attachedAtMost());
        }

        for (RoomId room : rooms) {
            assertThat(texts(room)).containsExactly("message 0", "message 1", "message 2");
        }
        assertThat(world.ledger.find(silent)).isEmpty();
        assertThat(most).isLessThanOrEqualTo(Fleet.MOST);
        node.write(rooms.get(0), ann, "and then");
        world.advanceMillis(2 * SETTLED);
        assertThat(texts(rooms.get(0))).endsWith("and then");
    }

    private void write(RoomId room, String text) {
        var unused = world.log.append(
                room, List.of(new Draft(MessageKey.unnamed(text), ann, new Content(text), Instant.EPOCH)));
    }

    @Test
    void many_rooms_that_are_written_in_at_once_take_turns_and_nothing_stands_twice() {
        BridgeNode node = open();
        List<RoomId> rooms =
                IntStream.range(0, 300).mapToObj(i -> group(ann, bob)).toList();
        for (int round = 0; round < 3; round++) {
            for (RoomId room : rooms) {
                node.write(room, ann, "round " + round);
            }
            world.advanceMillis(1_000);
        }
        world.advanceMillis(30_000);

        for (RoomId room : rooms) {
            assertThat(texts(room)).containsExactly("round 0", "round 1", "round 2");
        }
        assertThat(world.messenger.attachedAtMost()).isLessThanOrEqualTo(Fleet.MOST);
        int before = world.turns;
        world.advanceMillis(20_000);
        assertThat(world.turns - before).as("turns with nothing to do").isLessThan(100);
    }

    @Test
    void what_is_said_there_in_a_room_that_was_let_go_comes_in() {
        BridgeNode node = open();
        RoomId first = group(ann, bob);
        ForeignAccount his = sign(bob, "Bob");
        node.write(first, ann, "first");
        world.advanceMillis(SETTLED);
        for (int i = 0; i < 200; i++) {
            node.write(group(ann), ann, "other");
        }
        world.advanceMillis(20_000);
        long unused = world.messenger.write(world.topic(first), his, "is anybody here?");
        world.advanceMillis(3_000);

        assertThat(said(first)).containsExactly("first", "is anybody here?");
        assertThat(world.messages(first).get(1).author()).isEqualTo(bob);
    }

    @Test
    void what_is_said_there_while_there_is_no_bridge_comes_in_afterwards() {
        BridgeNode node = open();
        RoomId room = group(ann, bob);
        ForeignAccount his = sign(bob, "Bob");
        node.write(room, ann, "first");
        world.advanceMillis(SETTLED);
        node.close();
        long unused = world.messenger.write(world.topic(room), his, "meanwhile");
        open();
        world.advanceMillis(3_000);

        assertThat(said(room)).containsExactly("first", "meanwhile");
    }

    @Test
    void members_with_an_account_are_in_the_topic_until_they_leave() {
        BridgeNode node = open();
        RoomId room = group(ann, bob);
        ForeignAccount his = sign(bob, "Bob");
        node.write(room, ann, "first");
        world.advanceMillis(2 * SETTLED);
        assertThat(there(room)).containsExactlyInAnyOrder(account(ann), his);

        removed(node, room, bob);
        assertThat(there(room)).containsExactly(account(ann));

        assertThat(world.rooms.add(room, bob, Head.EMPTY, Instant.EPOCH)).isInstanceOf(Entry.Added.class);
        node.realtime.entered(bob, room);
        world.advanceMillis(SETTLED);
        assertThat(there(room)).containsExactlyInAnyOrder(account(ann), his);
    }

    @Test
    void who_is_given_an_account_is_let_into_the_topics_of_all_its_rooms() {
        BridgeNode node = open();
        List<RoomId> rooms =
                IntStream.range(0, 150).mapToObj(i -> group(ann, bob)).toList();
        rooms.forEach(room -> node.write(room, ann, "first"));
        world.advanceMillis(20_000);
        node.write(rooms.get(7), bob, "here I am");
        world.advanceMillis(30_000);

        assertThat(rooms).allMatch(room -> there(room).contains(account(bob)));
    }

    @Test
    void who_comes_in_and_writes_before_a_backlog_was_carried_over_does_not_see_that() {
        BridgeNode node = open();
        RoomId room = world.rooms.joined(ann, NOBODY, Head.EMPTY);
        ForeignAccount his = sign(bob, "Bob");
        node.write(room, ann, "first");
        world.advanceMillis(2 * SETTLED);
        node.close();
        write(room, "second");
        write(room, "third");
        Head end = world.log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
        assertThat(world.rooms.add(room, bob, end, Instant.EPOCH)).isInstanceOf(Entry.Added.class);
        var unused = world.log.append(
                room, List.of(new Draft(MessageKey.unnamed("hello"), bob, new Content("hello"), Instant.EPOCH)));
        open();
        world.advanceMillis(4 * SETTLED);

        assertThat(texts(room)).containsExactly("first", "second", "third", "hello");
        assertThat(standing(room).get(3).author()).isEqualTo(his);
        assertThat(world.messenger.hidden(world.topic(room), his)).isEqualTo(3);
    }

    @Test
    void who_is_removed_while_others_are_let_in_is_not_let_in() {
        BridgeNode node = open();
        RoomId room = world.rooms.joined(ann, NOBODY, Head.EMPTY);
        UserId newcomer = new UserId(4712);
        Map<UserId, ForeignAccount> both = Map.of(bob, sign(bob, "Bob"), newcomer, sign(newcomer, "Newcomer"));
        node.write(room, ann, "first");
        world.advanceMillis(2 * SETTLED);
        Head end = world.log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
        Set<ForeignAccount> entered = new HashSet<>();
        world.meanwhile = () -> {
            for (UserId user : both.keySet()) {
                if (there(room).contains(both.get(user)) && entered.add(both.get(user)) && entered.size() == 1) {
                    UserId other = user.equals(bob) ? newcomer : bob;
                    var unused = world.rooms.remove(room, other);
                    node.realtime.left(other, room);
                }
            }
        };
        for (UserId user : both.keySet()) {
            assertThat(world.rooms.add(room, user, end, Instant.EPOCH)).isInstanceOf(Entry.Added.class);
        }
        node.realtime.entered(newcomer, room);
        world.advanceMillis(2 * SETTLED);

        assertThat(entered).hasSize(1);
    }

    @Test
    void who_comes_into_a_group_does_not_see_there_what_was_said_before() {
        BridgeNode node = open();
        RoomId room = world.rooms.joined(ann, NOBODY, Head.EMPTY);
        ForeignAccount his = sign(bob, "Bob");
        node.write(room, ann, "first");
        node.write(room, ann, "second");
        world.advanceMillis(SETTLED);
        Head end = world.log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
        node.write(room, ann, "third");
        assertThat(world.rooms.add(room, bob, end, Instant.EPOCH)).isInstanceOf(Entry.Added.class);
        node.realtime.entered(bob, room);
        node.write(room, ann, "fourth");
        world.advanceMillis(2 * SETTLED);

        assertThat(texts(room)).containsExactly("first", "second", "third", "fourth");
        assertThat(there(room)).contains(his);
        assertThat(world.messenger.hidden(world.topic(room), his)).isEqualTo(2);
        assertThat(world.messenger.hidden(world.topic(room), account(ann))).isZero();
    }

    @Test
    void who_leaves_while_others_are_about_to_come_is_put_out_before_anything_is_said() {
        BridgeNode node = open();
        RoomId room = world.rooms.joined(ann, bob, Head.EMPTY);
        ForeignAccount his = sign(bob, "Bob");
        UserId newcomer = new UserId(4712);
        ForeignAccount theirs = sign(newcomer, "Newcomer");
        node.write(room, ann, "first");
        world.advanceMillis(2 * SETTLED);
        assertThat(there(room)).contains(his);
        node.write(room, ann, "before the newcomer");
        Head end = world.log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
        assertThat(world.rooms.add(room, newcomer, end, Instant.EPOCH)).isInstanceOf(Entry.Added.class);
        node.realtime.entered(newcomer, room);
        world.advanceMillis(20);
        assertThat(there(room)).as("it waits").contains(his).doesNotContain(theirs);

        var unused = world.rooms.remove(room, bob);
        node.realtime.left(bob, room);
        List<Set<ForeignAccount>> readers = readersOf(room, "not for bob");
        node.write(room, ann, "not for bob");
        world.advanceMillis(2 * SETTLED);

        assertThat(readers).hasSize(1);
        assertThat(readers.get(0)).doesNotContain(his);
        assertThat(there(room)).contains(theirs);
    }

    @Test
    void who_was_removed_on_another_node_is_put_out_before_anything_is_said_on_this_one() {
        BridgeNode node = open();
        BridgeNode other = open();
        RoomId room = group(ann, bob);
        ForeignAccount his = sign(bob, "Bob");
        node.write(room, ann, "first");
        other.write(room, ann, "second");
        world.advanceMillis(LEASE);
        assertThat(there(room)).contains(his);
        var unused = world.rooms.remove(room, bob); // The other one has not come to tell its bridge yet.
        List<Set<ForeignAccount>> readers = readersOf(room, "not for bob");
        node.write(room, ann, "not for bob");
        world.advanceMillis(2 * SETTLED);

        assertThat(readers).hasSize(1);
        assertThat(readers.get(0)).doesNotContain(his);
    }

    /** Who is in the topic when this stands there. */
    private List<Set<ForeignAccount>> readersOf(RoomId room, String text) {
        List<Set<ForeignAccount>> readers = new ArrayList<>();
        world.meanwhile = () -> {
            if (texts(room).contains(text) && readers.isEmpty()) {
                readers.add(there(room));
            }
        };
        return readers;
    }

    @Test
    void who_was_removed_while_there_was_no_bridge_is_put_out_before_anything_is_said() {
        BridgeNode node = open();
        RoomId room = group(ann, bob);
        ForeignAccount his = sign(bob, "Bob");
        node.write(room, bob, "first");
        world.advanceMillis(2 * SETTLED);
        node.close();
        var unused = world.rooms.remove(room, bob);
        write(room, "not for bob");
        List<Set<ForeignAccount>> readers = readersOf(room, "not for bob");
        open();
        world.advanceMillis(2 * SETTLED);

        assertThat(readers).hasSize(1);
        assertThat(readers.get(0)).doesNotContain(his);
    }

    @Test
    void who_was_removed_while_tinode_was_away_is_put_out_when_it_is_back() {
        BridgeNode node = open();
        RoomId room = group(ann, bob);
        ForeignAccount his = sign(bob, "Bob");
        node.write(room, ann, "first");
        world.advanceMillis(SETTLED);
        assertThat(there(room)).contains(his);
        for (int i = 0; i < 200; i++) { // The room is let go.
            node.write(group(ann), ann, "other");
        }
        world.advanceMillis(20_000);
        world.messenger.endSessions();
        removed(node, room, bob);
        world.advanceMillis(SETTLED);

        assertThat(there(room)).doesNotContain(his);
    }

    @Test
    void what_somebody_said_before_leaving_is_published_without_letting_it_in_again() {
        BridgeNode node = open();
        RoomId room = group(ann, bob);
        node.close();
        var unused = world.log.append(
                room, List.of(new Draft(MessageKey.unnamed("last"), bob, new Content("my last words"), Instant.EPOCH)));
        var done = world.rooms.remove(room, bob);
        open();
        world.advanceMillis(2 * SETTLED);

        assertThat(texts(room)).containsExactly("my last words");
        assertThat(standing(room).get(0).author()).isEqualTo(MemoryMessenger.OWN);
        assertThat(there(room)).isEmpty();
        assertThat(done).isEqualTo(Departure.DONE);
    }

    @Test
    void who_comes_into_the_topic_of_a_public_room_is_a_member_until_it_leaves_there() {
        BridgeNode node = open();
        RoomId garden = room(RoomKind.PUBLIC, "Garden", ann);
        node.write(garden, ann, "first");
        world.advanceMillis(SETTLED);
        ForeignAccount gil = world.messenger.signUp("Gil");
        world.messenger.comeIn(world.topic(garden), gil);
        world.advanceMillis(SETTLED);
        UserId guest = Objects.requireNonNull(world.ledger.usersOf(List.of(gil)).get(gil));
        Membership membership = world.rooms.findFor(guest, garden).orElseThrow();
        assertThat(membership.joinedAfter().lastSeq().value()).isEqualTo(1);

        long unused = world.messenger.write(world.topic(garden), gil, "hello");
        world.advanceMillis(SETTLED);
        world.messenger.goOut(world.topic(garden), gil);
        world.advanceMillis(SETTLED);

        assertThat(said(garden)).containsExactly("first", "hello");
        assertThat(isIn(guest, garden)).isFalse();
        assertThat(there(garden)).containsExactly(account(ann));
    }

    @Test
    void who_was_removed_from_a_public_room_is_not_let_in_again_by_what_it_says_there() {
        BridgeNode node = open();
        RoomId garden = room(RoomKind.PUBLIC, "Garden", ann);
        node.write(garden, ann, "first");
        world.advanceMillis(SETTLED);
        ForeignAccount gil = world.messenger.signUp("Gil");
        world.messenger.comeIn(world.topic(garden), gil);
        world.advanceMillis(SETTLED);
        UserId guest = Objects.requireNonNull(world.ledger.usersOf(List.of(gil)).get(gil));
        var unused = world.rooms.remove(garden, guest);
        long number = world.messenger.write(world.topic(garden), gil, "let me in");
        world.advanceMillis(SETTLED);
        node.realtime.left(guest, garden);
        world.advanceMillis(SETTLED);

        assertThat(said(garden)).containsExactly("first");
        assertThat(number).isEqualTo(2);
        assertThat(isIn(guest, garden)).isFalse();
        assertThat(there(garden)).doesNotContain(gil);
    }

    /** Such as by a node that died between two steps. */
    @Test
    void a_member_who_was_let_into_the_topic_of_a_group_by_others_is_let_in_anew() {
        BridgeNode node = open();
        RoomId room = world.rooms.joined(ann, NOBODY, Head.EMPTY);
        ForeignAccount his = sign(bob, "Bob");
        node.write(room, ann, "first");
        world.advanceMillis(SETTLED);
        world.messenger.comeIn(world.topic(room), his);
        Head end = world.log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
        assertThat(world.rooms.add(room, bob, end, Instant.EPOCH)).isInstanceOf(Entry.Added.class);
        node.realtime.entered(bob, room);
        world.advanceMillis(2 * SETTLED);

        assertThat(there(room)).contains(his);
        assertThat(world.messenger.hidden(world.topic(room), his)).isEqualTo(1);
    }

    @Test
    void a_stranger_in_the_topic_of_a_group_is_not_heard_and_put_out() {
        BridgeNode node = open();
        RoomId room = group(ann);
        node.write(room, ann, "first");
        world.advanceMillis(SETTLED);
        ForeignAccount eve = world.messenger.signUp("Eve");
        long unused = world.messenger.write(world.topic(room), eve, "psst");
        world.messenger.comeIn(world.topic(room), eve);
        world.messenger.typing(world.topic(room), eve);
        world.advanceMillis(SETTLED);

        assertThat(said(room)).containsExactly("first");
        assertThat(there(room)).doesNotContain(eve);
        assertThat(world.ledger.usersOf(List.of(eve))).isEmpty();
    }

    @Test
    void who_leaves_the_topic_of_a_group_leaves_the_group_but_not_its_last_owner() {
        BridgeNode node = open();
        RoomId room = group(ann, bob);
        node.write(room, ann, "first");
        node.write(room, bob, "second");
        world.advanceMillis(2 * SETTLED);
        world.messenger.goOut(world.topic(room), account(bob));
        world.messenger.goOut(world.topic(room), account(ann));
        world.advanceMillis(SETTLED);

        assertThat(isIn(bob, room)).isFalse();
        assertThat(world.rooms.findFor(ann, room).orElseThrow().role()).isEqualTo(Role.OWNER);
        assertThat(there(room)).containsExactly(account(ann));
    }

    @Test
    void whose_account_is_deleted_there_has_not_left_and_is_given_another() {
        BridgeNode node = open();
        RoomId room = group(ann, bob);
        node.write(room, bob, "first");
        world.advanceMillis(2 * SETTLED);
        ForeignAccount gone = account(bob);
        world.messenger.remove(gone);
        world.advanceMillis(SETTLED);
        assertThat(isIn(bob, room)).isTrue();
        node.write(room, bob, "second");
        world.advanceMillis(SETTLED);

        assertThat(texts(room)).containsExactly("first", "second");
        assertThat(account(bob)).isNotEqualTo(gone);
        assertThat(there(room)).contains(account(bob));
    }

    @Test
    void a_room_that_is_deleted_takes_its_topic_with_it() {
        BridgeNode node = open();
        RoomId room = group(ann, bob);
        node.write(room, ann, "first");
        world.advanceMillis(SETTLED);
        var topic = world.topic(room);
        world.log.close(room);
        assertThat(world.rooms.delete(room)).isTrue();
        node.realtime.closed(room);
        world.advanceMillis(SETTLED);

        assertThat(world.messenger.isThere(topic)).isFalse();
        assertThat(world.ledger.find(room)).isEmpty();
    }

    @Test
    void a_room_that_is_deleted_while_there_is_no_bridge_takes_its_topic_with_it_at_the_next_start() {
        BridgeNode node = open();
        RoomId room = group(ann, bob);
        node.write(room, ann, "first");
        world.advanceMillis(SETTLED);
        var topic = world.topic(room);
        node.kill();
        world.log.close(room);
        assertThat(world.rooms.delete(room)).isTrue();
        open();
        world.advanceMillis(SETTLED);

        assertThat(world.messenger.isThere(topic)).isFalse();
        assertThat(world.ledger.find(room)).isEmpty();
    }

    @Test
    void a_topic_that_is_gone_while_its_room_is_not_gets_a_successor_and_nobody_is_taken_for_having_left() {
        BridgeNode node = open();
        RoomId room = group(ann, bob);
        node.write(room, ann, "first");
        node.write(room, bob, "second");
        world.advanceMillis(2 * SETTLED);
        world.messenger.remove(world.topic(room));
        world.advanceMillis(LEASE);

        assertThat(texts(room)).containsExactly("first", "second");
        assertThat(isIn(bob, room)).isTrue();
        assertThat(there(room)).containsExactlyInAnyOrder(account(ann), account(bob));
    }

    private RoomId direct(UserId one, UserId other) {
        return world.rooms.direct(Pair.of(one, other), Instant.EPOCH).id();
    }

    @Test
    void a_direct_room_is_the_talk_of_the_two_there() {
        BridgeNode node = open();
        RoomId room = direct(ann, bob);
        node.write(room, ann, "between us");
        world.advanceMillis(SETTLED);
        assertThat(world.topic(room)).isEqualTo(MemoryMessenger.talk(account(ann), account(bob)));
        long number = world.messenger.write(world.topic(room), account(bob), "yes?");
        world.advanceMillis(100);
        node.change(room, 1, new Change.Delete());
        world.advanceMillis(100);

        assertThat(texts(room)).containsExactly("yes?");
        assertThat(number).isEqualTo(2);
        assertThat(said(room)).endsWith("yes?");
        assertThat(world.messages(room).get(1).author()).isEqualTo(bob);
    }

    @Test
    void what_was_said_in_a_talk_before_it_was_a_room_comes_in() {
        BridgeNode node = open();
        ForeignAccount hers = sign(ann, "Ann");
        ForeignAccount his = sign(bob, "Bob");
        var talk = MemoryMessenger.talk(hers, his);
        assertThat(world.messenger.beginTalk(talk)).isTrue();
        long unused = world.messenger.write(talk, his, "long ago");
        RoomId room = direct(ann, bob);
        node.write(room, ann, "now");
        world.advanceMillis(2 * SETTLED);

        assertThat(said(room)).containsExactlyInAnyOrder("long ago", "now");
        assertThat(texts(room)).containsExactly("long ago", "now");
    }

    @Test
    void a_talk_that_two_who_are_known_begin_there_becomes_their_direct_room() {
        open();
        ForeignAccount hers = sign(ann, "Ann");
        ForeignAccount his = sign(bob, "Bob");
        ForeignAccount stranger = world.messenger.signUp("Eve");
        for (ForeignAccount other : List.of(his, stranger)) {
            assertThat(world.messenger.beginTalk(MemoryMessenger.talk(hers, other)))
                    .isTrue();
            long unused = world.messenger.write(MemoryMessenger.talk(hers, other), other, "hello, Ann");
        }
        world.advanceMillis(10_000);

        RoomId room = direct(ann, bob);
        assertThat(said(room)).containsExactly("hello, Ann");
        assertThat(world.messages(room).get(0).author()).isEqualTo(bob);
        assertThat(world.ledger.usersOf(List.of(stranger))).isEmpty();
        assertThat(world.rooms.all(0, 100)).hasSize(2);
    }

    @Test
    void what_is_said_there_in_a_talk_that_was_let_go_comes_in() {
        BridgeNode node = open();
        RoomId room = direct(ann, bob);
        node.write(room, ann, "first");
        world.advanceMillis(SETTLED);
        for (int i = 0; i < 200; i++) {
            node.write(group(ann), ann, "other");
        }
        world.advanceMillis(20_000);
        long unused = world.messenger.write(world.topic(room), account(bob), "still there?");
        world.advanceMillis(15_000);

        assertThat(said(room)).containsExactly("first", "still there?");
    }

    @Test
    void a_talk_whose_accounts_are_gone_is_begun_anew_by_others() {
        BridgeNode node = open();
        RoomId room = direct(ann, bob);
        node.write(room, ann, "before");
        world.advanceMillis(SETTLED);
        ForeignAccount gone = account(bob);
        world.messenger.replaceByEmpty();
        world.advanceMillis(LEASE);
        node.write(room, bob, "after");
        world.advanceMillis(LEASE);

        assertThat(account(bob)).isNotEqualTo(gone);
        assertThat(texts(room)).containsExactly("before", "after");
    }

    @Test
    void a_talk_that_both_have_deleted_is_another_one_when_it_begins_again() {
        BridgeNode node = open();
        RoomId room = direct(ann, bob);
        node.write(room, ann, "before");
        world.advanceMillis(2 * SETTLED);
        var talk = world.topic(room);
        world.messenger.remove(talk);
        assertThat(world.messenger.beginTalk(talk)).isTrue();
        world.advanceMillis(LEASE);

        assertThat(world.topic(room)).isNotEqualTo(talk);
        assertThat(texts(room)).containsExactly("before");
    }

    @Test
    void a_topic_that_is_no_rooms_is_left_alone() {
        open();
        ForeignAccount gil = world.messenger.signUp("Gil");
        var foreign = world.messenger.found("Knitting");
        long unused = world.messenger.write(foreign, gil, "purl");
        world.advanceMillis(SETTLED);

        assertThat(world.messages()).isEmpty();
        assertThat(world.ledger.after(1, 10)).isEmpty();
    }

    @Test
    void a_room_is_carried_on_by_another_node_when_one_dies() {
        BridgeNode one = open();
        BridgeNode two = open();
        RoomId room = group(ann, bob);
        one.write(room, ann, "first");
        world.advanceMillis(SETTLED);
        world.messenger.next(Fate.DONE, Fate.BREAKS);
        one.write(room, ann, "second");
        one.write(room, ann, "third");
        one.write(room, ann, "fourth");
        world.settle();
        one.kill();
        world.advanceMillis(90_000);
        two.write(room, bob, "fifth");
        world.advanceMillis(LEASE);

        assertThat(texts(room)).containsExactly("first", "second", "third", "fourth", "fifth");
    }

    @Test
    void each_of_two_nodes_carries_over_what_is_said_on_it_and_members_are_the_same() {
        BridgeNode one = open();
        BridgeNode two = open();
        RoomId room = group(ann, bob);
        ForeignAccount his = sign(bob, "Bob");
        for (int i = 0; i < 10; i++) {
            (i % 2 == 0 ? one : two).write(room, ann, "message " + i);
            world.advanceMillis(300);
        }
        world.advanceMillis(5_000);
        assertThat(there(room)).contains(his);
        removed(two, room, bob);
        world.advanceMillis(5_000);

        assertThat(texts(room))
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "message " + i).toList());
        assertThat(there(room)).doesNotContain(his);
        assertThat(isIn(bob, room)).isFalse();
    }

    /** Whatever goes wrong meanwhile. */
    @Test
    void in_a_storm_over_many_rooms_each_message_stands_once_and_in_order() {
        for (int seed = 1; seed <= 12; seed++) {
            storm(seed);
        }
    }

    private static void storm(int seed) {
        RoomsOverTest test = new RoomsOverTest();
        test.world = new BridgeWorld(seed);
        BridgeWorld world = test.world;
        world.shared = seed % 3 != 0;
        List<RoomId> rooms = IntStream.range(0, 20)
                .mapToObj(i ->
                        test.room(i % 2 == 0 ? RoomKind.GROUP : RoomKind.PUBLIC, "Room " + i, world.ann, world.bob))
                .toList();
        world.trouble = 0.05;
        world.messenger.trouble(0.05);
        for (int step = 0; step < 40; step++) {
            List<BridgeNode> alive =
                    world.nodes.stream().filter(BridgeNode::isAlive).toList();
            if (alive.size() < (world.shared ? 2 : 1)) {
                world.open();
                continue;
            }
            BridgeNode node = alive.get(world.random.nextInt(alive.size()));
            for (int i = 0; i < 6; i++) {
                RoomId room = rooms.get(world.random.nextInt(rooms.size()));
                UserId author = world.random.nextBoolean() ? world.ann : world.bob;
                boolean unused =
                        node.attempt(() -> node.write(room, author, "text " + world.random.nextInt(1_000_000)));
            }
            if (world.random.nextInt(20) == 0) {
                node.kill();
            }
            world.advanceMillis(world.random.nextInt(500));
        }
        world.trouble = 0;
        world.messenger.trouble(0);
        if (world.nodes.stream().noneMatch(BridgeNode::isAlive)) {
            world.open();
        }
        world.advanceMillis(150_000);
        for (RoomId room : rooms) {
            List<Message> messages = world.messages(room);
            if (messages.isEmpty()) {
                continue;
            }
            assertThat(world.ledger.find(room).map(BridgedRoom::topic))
                    .as("seed %s", seed)
                    .isPresent();
            List<String> expected = messages.stream()
                    .filter(message -> !world.messenger.neverTaken().contains(message.seq()))
                    .map(message -> message.content().text())
                    .toList();
            assertThat(test.texts(room)).as("seed %s room %s", seed, room).containsAll(expected);
            assertThat(test.standing(room).stream()
                            .map(post -> Objects.requireNonNull(post.origin()).seq()))
                    .as("seed %s room %s", seed, room)
                    .doesNotHaveDuplicates();
        }
        assertThat(rooms).allMatch(room -> test.isIn(world.bob, room));
        assertThat(test.isIn(NOBODY, rooms.get(0))).isFalse();
    }
}
