package dev.parley.application.realtime;

import static dev.parley.application.realtime.World.ANN;
import static dev.parley.application.realtime.World.BOB;
import static dev.parley.application.realtime.World.GENERAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.node.Nodes;
import dev.parley.application.room.RoomState;
import dev.parley.domain.ChatException;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory.Creation;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections are where their users are, whoever has moved them. */
@Timeout(30)
class SeatingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = new World();
    private final FakeWire wire = new FakeWire();
    private final List<Thread> others = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Thread other : others) {
            other.join();
        }
        world.close();
    }

    private void meetAnotherNode() {
        world.nodes.start();
        new Nodes(world.leases, new NodeId("another"), world.scheduling).start();
        world.advance(Duration.ofSeconds(2));
    }

    private void say(RoomId room, String text) {
        world.log.writeElsewhere(room, ANN, text);
        world.advance(SECOND);
    }

    private Room renamed(RoomId room, String name) {
        RoomSettings settings = new RoomSettings(new RoomName(name), JoinRule.OPEN, null, HistoryRule.ALL);
        long version = world.directory.find(room).orElseThrow().version();
        return ((Creation.Made) world.directory.change(room, version, settings)).room();
    }

    private void add(RoomId room) {
        world.directory.add(room, BOB, Head.EMPTY, Instant.EPOCH);
    }

    /** Does it on another thread, which is waited for at the end. */
    private void meanwhile(Runnable task) {
        Thread other = new Thread(task);
        other.start();
        others.add(other);
    }

    @Test
    void who_is_added_on_another_node_is_told_and_hears_and_who_is_removed_hears_nothing_more() {
        meetAnotherNode();
        RoomId club = world.directory.open("Club", ANN);
        world.live(BOB, wire);
        add(club);
        world.advance(SECOND);
        say(club, "welcome");
        assertThat(wire.frames()).containsExactly("room 2 MEMBER", "message 2 1 1 welcome");

        world.directory.remove(club, BOB);
        world.advance(SECOND);
        say(club, "about him");
        say(GENERAL, "to all");
        assertThat(wire.frames().subList(2, wire.frames().size())).containsExactly("left 2", "message 1 1 1 to all");
    }

    @Test
    void what_is_said_elsewhere_just_after_somebody_came_in_is_heard_and_just_after_it_was_removed_is_not() {
        meetAnotherNode();
        RoomId club = world.directory.open("Club", ANN);
        world.live(BOB, wire);
        add(club);
        world.log.writeElsewhere(club, ANN, "welcome");
        say(club, "how are you?");
        assertThat(wire.frames())
                .containsExactly("room 2 MEMBER", "message 2 1 1 welcome", "message 2 2 2 how are you?");

        for (int i = 0; i < 5; i++) { // Whatever the second's looks begin with.
            world.directory.remove(club, BOB);
            say(club, "about him");
            assertThat(wire.frames()).last().isEqualTo("left 2");
            Head end = world.log.heads(List.of(club)).getOrDefault(club, Head.EMPTY);
            world.directory.add(club, BOB, end, Instant.EPOCH);
            world.advance(SECOND);
        }
        assertThat(wire.frames()).noneMatch(frame -> frame.endsWith("about him"));
    }

    @Test
    void who_was_removed_elsewhere_hears_nothing_that_is_said_here_afterwards_nor_is_it_told_what_it_missed() {
        meetAnotherNode();
        RoomId club = world.directory.open("Club", ANN, BOB);
        Connection connection = world.live(BOB, wire);
        FakeWire hers = new FakeWire();
        world.live(ANN, hers);
        var heard = world.realtime.append(club, world.draft(ANN, "to him"));
        world.settle();
        world.directory.remove(club, BOB);
        var unheard = world.realtime.append(club, world.draft(ANN, "about him"));
        world.settle();
        assertThat(heard).isDone();
        assertThat(unheard).isDone();
        assertThat(wire.frames()).containsExactly("message 2 1 1 to him", "left 2");
        assertThat(hers.frames()).containsExactly("message 2 1 1 to him", "message 2 2 2 about him");

        add(club);
        world.advance(SECOND);
        wire.clear();
        world.directory.remove(club, BOB);
        connection.resume(Map.of(club, Rev.ZERO), () -> {});
        world.settle();
        assertThat(wire.frames()).containsExactly("left 2");
    }

    @Test
    void who_came_in_elsewhere_before_it_says_what_it_knows_hears_what_was_said_there() {
        meetAnotherNode();
        RoomId club = world.directory.open("Club", ANN);
        Connection connection = world.connect(world.claims(BOB), wire);
        var unused = world.realtime.joinHeld(connection);
        add(club);
        world.log.writeElsewhere(club, ANN, "welcome");
        world.advance(SECOND);
        assertThat(wire.frames()).isEmpty();

        connection.release();
        world.settle();
        assertThat(wire.frames()).containsExactly("room 2 MEMBER", "message 2 1 1 welcome");
        say(club, "more");
        assertThat(wire.frames()).last().isEqualTo("message 2 2 2 more");
    }

    @Test
    void a_role_a_direct_room_and_a_name_from_another_node_are_told_once() {
        meetAnotherNode();
        RoomId club = world.directory.open("Club", ANN, BOB);
        world.live(BOB, wire);
        world.directory.assign(club, BOB, Role.MODERATOR);
        world.advance(SECOND);
        world.directory.direct(Pair.of(ANN, BOB), Instant.EPOCH);
        world.advance(SECOND);
        assertThat(renamed(club, "Pub").version()).isEqualTo(2);
        world.advance(SECOND.multipliedBy(5));
        assertThat(wire.frames()).containsExactly("room 2 MODERATOR", "room 3 MEMBER", "room 2 Pub");
    }

    @Test
    void a_room_that_another_node_has_deleted_is_left_and_general_never() {
        meetAnotherNode();
        RoomId club = world.directory.open("Club", ANN, BOB);
        world.live(BOB, wire);
        assertThat(world.directory.delete(club)).isTrue();
        world.advance(SECOND.multipliedBy(5));
        assertThat(wire.frames()).containsExactly("left 2");
        say(GENERAL, "still here");
        assertThat(wire.frames()).hasSize(2);
    }

    @Test
    void who_was_removed_and_added_between_two_looks_begins_where_it_came_in() {
        meetAnotherNode();
        RoomId group = world.directory.joined(ANN, BOB, Head.EMPTY);
        world.live(BOB, wire);
        world.log.writeElsewhere(group, ANN, "about him");
        world.directory.remove(group, BOB);
        world.directory.add(group, BOB, new Head(new Seq(1), new Rev(1)), Instant.EPOCH);
        world.advance(SECOND.multipliedBy(2));
        say(group, "to him");
        assertThat(wire.frames()).contains("left 2", "room 2 MEMBER", "message 2 2 2 to him");
    }

    @Test
    void what_happens_between_the_reading_of_the_rooms_and_the_first_look_is_seen() {
        meetAnotherNode();
        RoomId club = world.directory.open("Club", ANN, BOB);
        RoomId pub = world.directory.open("Pub", ANN);
        world.directory.behindNextRead(() -> {
            world.directory.remove(club, BOB);
            add(pub);
        });
        world.live(BOB, wire);
        world.advance(SECOND);
        assertThat(wire.frames()).containsExactlyInAnyOrder("left 2", "room 3 MEMBER");
    }

    @Test
    void what_happens_here_while_somebody_joins_its_rooms_is_applied_behind() {
        RoomId club = world.directory.open("Club", ANN, BOB);
        RoomId pub = world.directory.open("Pub", ANN);
        world.directory.behindNextRead(() -> {
            world.directory.remove(club, BOB);
            meanwhile(() -> world.realtime.left(BOB, club));
            add(pub);
            meanwhile(() -> world.realtime.entered(BOB, pub));
        });
        Connection connection = world.live(BOB, wire);
        others.forEach(SeatingTest::await);
        world.settle();
        assertThat(connection.rooms()).containsExactlyInAnyOrder(GENERAL, pub);
    }

    @Test
    void a_room_that_is_deleted_while_somebody_joins_its_rooms_is_left_again() {
        RoomId club = world.directory.open("Club", ANN, BOB);
        world.directory.behindNextRead(() -> {
            assertThat(world.directory.delete(club)).isTrue();
            world.realtime.closed(club);
        });
        Connection connection = world.live(BOB, wire);
        assertThat(connection.rooms()).containsExactly(GENERAL);
        assertThat(wire.frames()).containsExactly("left 2");
    }

    private static void await(Thread other) {
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void who_is_removed_while_it_is_told_that_it_came_in_is_told_that_last() {
        RoomId club = world.directory.open("Club", ANN);
        EventFormat interrupted = event -> {
            if (event instanceof Event.RoomEntered) {
                world.directory.remove(club, BOB);
                meanwhile(() -> world.realtime.left(BOB, club));
                Awaitility.await().until(() -> others.get(0).getState() != Thread.State.RUNNABLE);
            }
            return world.format.encode(event);
        };
        Connection connection = world.connect(world.claims(BOB), new Interest(interrupted, null, null), wire);
        world.realtime.join(connection);
        connection.release();
        add(club);
        world.realtime.entered(BOB, club);
        others.forEach(SeatingTest::await);
        world.settle();
        assertThat(wire.frames()).containsExactly("room 2 MEMBER", "left 2");
        assertThat(connection.rooms()).containsExactly(GENERAL);
    }

    @Test
    void a_room_that_is_left_and_entered_before_the_connection_is_held_is_told_once() {
        RoomId club = world.directory.open("Club", ANN, BOB);
        world.log.writeElsewhere(club, ANN, "welcome");
        Head end = new Head(new Seq(1), new Rev(1));
        Interest since = new Interest(world.format, null, Map.of());
        Connection connection = world.connect(world.claims(BOB), since, wire);
        Membership membership = world.directory.findFor(BOB, club).orElseThrow();
        connection.join(world.realtime.feeds().subscribe(connection, membership));
        connection.leave(club, new EncodedEvent(new Event.RoomLeft(club)));
        connection.enter(
                world.realtime.feeds().subscribe(connection, membership),
                end,
                new EncodedEvent(new Event.RoomEntered(new RoomState(membership, "Club", end, Seq.ZERO))));
        assertThat(connection.hold(Map.of(club, end))).isTrue();
        connection.release();
        world.settle();
        assertThat(wire.frames()).containsExactly("left 2", "room 2 MEMBER", "message 2 1 1 welcome");
    }

    @Test
    void a_role_that_is_told_with_older_settings_is_told_the_newer_ones_behind() {
        RoomId club = world.directory.open("Club", ANN, BOB);
        Connection connection = world.live(BOB, wire);
        Membership old = world.directory.findFor(BOB, club).orElseThrow();
        world.realtime.changed(renamed(club, "Pub"));
        Membership promoted = new Membership(old.room(), Role.MODERATOR, old.joinedAfter());
        connection.assigned(
                promoted,
                new EncodedEvent(new Event.RoomEntered(new RoomState(promoted, "Club", Head.EMPTY, Seq.ZERO))));
        world.settle();
        assertThat(wire.frames()).containsExactly("room 2 Pub", "room 2 MODERATOR", "room 2 Pub");
        assertThat(connection.membership(club)).extracting(Membership::role).isEqualTo(Role.MODERATOR);
    }

    @Test
    void all_who_are_in_a_room_share_its_settings() {
        RoomId group = world.directory.joined(ANN, BOB, new Head(new Seq(1), new Rev(1)));
        Room settings = world.directory.find(group).orElseThrow();
        Connection one = world.live(BOB, wire);
        RoomFeed feed = world.feed(group);
        Room read = new Room(
                settings.id(),
                settings.kind(),
                settings.name(),
                settings.pair(),
                settings.join(),
                settings.code(),
                settings.history(),
                settings.creator(),
                settings.createdAt(),
                settings.version());
        Subscription other = world.realtime
                .feeds()
                .subscribe(one, new Membership(read, Role.MEMBER, new Head(new Seq(1), new Rev(1))));
        assertThat(other.membership().room()).isSameAs(feed.known());
        world.realtime.feeds().unsubscribe(other);
    }

    @Test
    void nobody_is_believed_who_comes_late_with_old_news() {
        RoomId club = world.directory.open("Club", ANN, BOB);
        Connection connection = world.live(BOB, wire);
        world.realtime.left(BOB, club); // He has come in again before this was said.
        world.settle();
        assertThat(connection.rooms()).contains(club);
        world.directory.remove(club, BOB);
        world.realtime.left(BOB, club);
        world.realtime.entered(BOB, club);
        world.settle();
        assertThat(connection.rooms()).containsExactly(GENERAL);
    }

    @Test
    void older_settings_that_are_told_later_change_nothing() {
        RoomId club = world.directory.open("Club", ANN, BOB);
        world.live(BOB, wire);
        Room first = renamed(club, "Pub");
        Room second = renamed(club, "Bar");
        world.realtime.changed(second);
        world.realtime.changed(first);
        world.advance(SECOND.multipliedBy(3));
        assertThat(wire.frames()).containsExactly("room 2 Bar");
    }

    @Test
    void settings_that_change_while_somebody_joins_are_told_a_second_later() {
        RoomId club = world.directory.open("Club", ANN, BOB);
        world.directory.behindNextRead(() -> world.realtime.changed(renamed(club, "Pub")));
        world.live(BOB, wire);
        assertThat(wire.frames()).isEmpty();
        world.advance(SECOND);
        assertThat(wire.frames()).containsExactly("room 2 Pub");
    }

    @Test
    void what_could_not_be_read_when_it_happened_is_read_when_the_store_is_back() {
        RoomId club = world.directory.open("Club", ANN);
        world.live(BOB, wire);
        add(club);
        world.directory.away(true);
        world.realtime.entered(BOB, club);
        world.advance(SECOND.multipliedBy(3));
        assertThat(wire.frames()).isEmpty();
        world.directory.away(false);
        world.advance(SECOND);
        assertThat(wire.frames()).containsExactly("room 2 MEMBER");
    }

    @Test
    void the_store_that_was_away_when_others_changed_it_is_looked_at_again() {
        meetAnotherNode();
        RoomId club = world.directory.open("Club", ANN);
        world.live(BOB, wire);
        add(club);
        world.directory.away(true);
        world.advance(SECOND.multipliedBy(3));
        world.directory.away(false);
        world.advance(SECOND);
        assertThat(wire.frames()).containsExactly("room 2 MEMBER");
    }

    @Test
    void who_was_removed_and_nobody_knows_it_hears_nothing_more_also_where_there_is_no_other_node() {
        RoomId club = world.directory.open("Club", ANN, BOB);
        world.live(BOB, wire);
        List<Runnable> late = new ArrayList<>();
        world.directory.removeLate(late::add);
        assertThatThrownBy(() -> world.lobby().leave(BOB, club)).isInstanceOf(ChatException.Unavailable.class);
        world.advance(SECOND.multipliedBy(5));
        assertThat(wire.frames()).isEmpty();
        late.forEach(Runnable::run);
        world.advance(SECOND);
        say(club, "about him");
        assertThat(wire.frames()).containsExactly("left 2");

        world.advance(Duration.ofMinutes(2));
        int asked = world.directory.asked();
        world.advance(Duration.ofMinutes(1));
        assertThat(world.directory.asked()).isEqualTo(asked);
    }

    @Test
    void who_is_added_again_after_the_first_time_was_not_answered_hears() {
        RoomId club = world.directory.open("Club", ANN);
        world.live(BOB, wire);
        add(club);
        assertThat(world.lobby().assign(ANN, club, BOB, Role.MEMBER).role()).isEqualTo(Role.MEMBER);
        world.settle();
        assertThat(wire.frames()).containsExactly("room 2 MEMBER");
    }

    @Test
    void who_is_alone_asks_only_once_for_each_who_comes() {
        world.live(BOB, wire);
        world.live(ANN, new FakeWire());
        world.advance(Duration.ofMinutes(1));
        assertThat(world.directory.asked()).isEqualTo(2);
    }

    @Test
    void what_another_node_did_before_it_was_noticed_is_seen_when_it_is() {
        RoomId club = world.directory.open("Club", ANN);
        world.live(BOB, wire);
        add(club);
        world.advance(SECOND.multipliedBy(3));
        assertThat(wire.frames()).isEmpty();
        meetAnotherNode();
        world.advance(SECOND);
        assertThat(wire.frames()).containsExactly("room 2 MEMBER");
    }
}
