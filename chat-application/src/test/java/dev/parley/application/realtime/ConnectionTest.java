package dev.parley.application.realtime;

import static dev.parley.application.realtime.World.ANN;
import static dev.parley.application.realtime.World.BOB;
import static dev.parley.application.realtime.World.GENERAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final RoomId OTHER = new RoomId(2);

    private final World world = new World();
    private final FakeWire wire = new FakeWire();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void who_resumes_where_it_is_in_hears_nothing_of_other_rooms() {
        RoomId foreign = world.directory.open("Foreign", ANN);
        send(1, 3);
        Connection connection = world.held(BOB, wire);
        connection.resumeWhereIn(Map.of(GENERAL, new Rev(1), foreign, Rev.ZERO, new RoomId(99), Rev.ZERO));
        world.settle();
        world.send("m4");

        assertThat(wire.frames())
                .containsExactly("message 1 2 2 m2", "message 1 3 3 m3", "caught_up 1 3", "message 1 4 4 m4");
    }

    @Test
    void who_joins_to_be_held_is_held_until_it_says_so() {
        Connection connection = world.connect(world.claims(BOB), wire);
        world.realtime.joinHeld(connection);
        world.send("m1");
        world.advance(Holds.HOLD.multipliedBy(5));
        assertThat(wire.frames()).isEmpty();
        connection.release();
        world.settle();

        assertThat(wire.frames()).containsExactlyElementsOf(messages(1, 1));
    }

    @Test
    void nothing_is_sent_before_the_release() {
        world.held(BOB, wire);
        world.send("m1");
        assertThat(wire.frames()).isEmpty();
        world.advance(Holds.HOLD);

        assertThat(wire.frames()).containsExactlyElementsOf(messages(1, 1));
    }

    @Test
    void a_frame_releases_at_once_and_what_came_meanwhile_comes_first() {
        Connection connection = world.held(BOB, wire);
        world.send("m1");
        connection.release();
        world.settle();
        world.send("m2");
        world.advance(Holds.HOLD);

        assertThat(wire.frames()).containsExactlyElementsOf(messages(1, 2));
    }

    @Test
    void the_past_before_the_join_is_not_sent_unasked() {
        world.send("m1");
        world.live(BOB, wire);
        world.send("m2");

        assertThat(wire.frames()).containsExactlyElementsOf(messages(2, 2));
    }

    @Test
    void a_resume_brings_what_was_missed_then_caught_up_then_what_happens() {
        send(1, 250);
        Connection connection = world.held(BOB, wire);
        connection.resume(Map.of(GENERAL, new Rev(20)), () -> {});
        send(251, 260);
        world.send("m261");

        List<String> expected = messages(21, 261);
        List<String> frames = new ArrayList<>(wire.frames());
        int caughtUp = frames.indexOf(frames.stream()
                .filter(frame -> frame.startsWith("caught_up"))
                .findFirst()
                .orElseThrow());
        assertThat(frames.remove(caughtUp)).isEqualTo("caught_up 1 " + (caughtUp + 20));
        assertThat(caughtUp).isGreaterThanOrEqualTo(230);
        assertThat(frames).containsExactlyElementsOf(expected);
    }

    @Test
    void who_is_a_little_behind_a_busy_room_does_not_run_after_it_in_the_log() {
        world.live(ANN, new FakeWire());
        send(1, 3_000);
        Connection connection = world.held(BOB, wire);
        int reads = world.log.reads();
        connection.resume(Map.of(GENERAL, new Rev(100)), () -> {});
        send(3_001, 3_100);

        List<String> frames = new ArrayList<>(wire.frames());
        assertThat(frames.removeIf(frame -> frame.startsWith("caught_up"))).isTrue();
        assertThat(frames).containsExactlyElementsOf(messages(101, 3_100));
        assertThat(world.log.reads()).isEqualTo(reads);
    }

    @Test
    void a_message_that_changed_again_and_again_comes_once_also_from_memory() {
        world.live(ANN, new FakeWire());
        send(1, 2);
        for (int i = 0; i < 5; i++) {
            var unused = world.realtime.change(
                    GENERAL, new Seq(1), new Change.Edit(new Content("edit " + i), world.time.instant()));
            world.settle();
        }
        Connection connection = world.held(BOB, wire);
        int reads = world.log.reads();
        world.resume(connection, 0);

        assertThat(world.log.reads()).as("it came from memory").isEqualTo(reads);
        assertThat(wire.frames()).hasSize(3);
        assertThat(wire.frames().get(1)).contains("edit 4");
    }

    @Test
    void what_a_feed_remembers_is_forgotten_and_then_read_from_the_log() {
        world.live(ANN, new FakeWire());
        send(1, 30);
        world.advance(RecentChanges.AGE.multipliedBy(2));
        Connection connection = world.held(BOB, wire);
        int reads = world.log.reads();
        world.resume(connection, 10);

        assertThat(wire.frames()).startsWith(messages(11, 30).toArray(new String[0]));
        assertThat(world.log.reads()).isGreaterThan(reads);
    }

    @Test
    void a_resume_at_the_end_is_caught_up_without_reading_changes() {
        send(1, 3);
        Connection connection = world.held(BOB, wire);
        int reads = world.log.reads();
        world.resume(connection, 3);

        assertThat(wire.frames()).containsExactly("caught_up 1 3");
        assertThat(world.log.reads() - reads).as("the head was read for hello").isZero();
    }

    @Test
    void a_cursor_beyond_the_end_goes_on_from_the_end() {
        send(1, 3);
        world.resume(world.held(BOB, wire), 1_000);
        world.send("m4");

        assertThat(wire.frames()).containsExactly("caught_up 1 3", "message 1 4 4 m4");
    }

    @Test
    void a_resume_of_an_empty_room_is_caught_up_at_zero() {
        world.resume(world.held(BOB, wire), 0);
        world.send("m1");

        assertThat(wire.frames()).containsExactly("caught_up 1 0", "message 1 1 1 m1");
    }

    @Test
    void a_second_resume_replays_from_its_own_cursor() {
        send(1, 3);
        Connection connection = world.held(BOB, wire);
        world.resume(connection, 1);
        world.send("m4");
        wire.clear();
        world.resume(connection, 2);
        world.send("m5");

        assertThat(wire.frames())
                .containsExactly("message 1 3 3 m3", "message 1 4 4 m4", "caught_up 1 4", "message 1 5 5 m5");
    }

    @Test
    void rooms_that_are_not_named_go_on_from_where_they_are() {
        world.directory.open("Other", ANN, BOB);
        send(1, 2);
        Connection connection = world.held(BOB, wire);
        connection.resume(Map.of(GENERAL, new Rev(1)), () -> {});
        var unused = world.realtime.append(OTHER, world.draft(ANN, "elsewhere"));
        world.settle();

        assertThat(wire.frames()).containsExactly("message 1 2 2 m2", "caught_up 1 2", "message 2 1 1 elsewhere");
    }

    @Test
    void a_newcomer_hears_nothing_of_what_was_there_before_it() {
        RoomId group = world.directory.joined(ANN, BOB, new Head(new Seq(1), new Rev(1)));
        for (String text : List.of("before", "after")) {
            var unused = world.realtime.append(group, world.draft(ANN, text));
        }
        world.settle();
        Connection connection = world.held(BOB, wire);
        connection.resume(Map.of(group, Rev.ZERO), () -> {});
        world.settle();
        var edited = world.realtime.change(group, new Seq(1), new Change.Edit(new Content("again"), Instant.EPOCH));
        var more = world.realtime.append(group, world.draft(ANN, "more"));
        world.settle();
        connection.resume(Map.of(group, Rev.ZERO), () -> {});
        world.settle();

        assertThat(wire.frames())
                .containsExactly(
                        "message 2 2 2 after",
                        "caught_up 2 2",
                        "message 2 4 3 more",
                        "message 2 2 2 after",
                        "message 2 4 3 more",
                        "caught_up 2 4");
        assertThat(edited).isDone();
        assertThat(more).isDone();
    }

    @Test
    void what_was_there_before_a_newcomer_is_not_even_read() {
        int before = 5_000;
        RoomId group = world.directory.joined(ANN, BOB, new Head(new Seq(before), new Rev(before)));
        for (int i = 0; i < before; i++) {
            world.log.writeElsewhere(group, ANN, "before");
        }
        Connection connection = world.live(BOB, wire);
        int reads = world.log.reads();
        connection.resume(Map.of(group, Rev.ZERO), () -> {});
        world.settle();
        world.log.writeElsewhere(group, ANN, "after");
        world.realtime.rumoured(group, new Rev(before + 1));
        world.settle();

        assertThat(wire.frames()).containsExactly("caught_up 2 5000", "message 2 5001 5001 after");
        assertThat(world.log.reads() - reads).isLessThan(5);
    }

    @Test
    void a_newcomer_to_a_log_that_was_restored_from_before_hears_on_from_its_end() {
        RoomId group = world.directory.joined(ANN, BOB, new Head(new Seq(7), new Rev(7)));
        world.log.writeElsewhere(group, ANN, "before");
        Connection connection = world.live(BOB, wire);
        connection.resume(Map.of(group, Rev.ZERO), () -> {});
        world.settle();

        assertThat(wire.frames()).containsExactly("caught_up 2 1");
    }

    @Test
    void a_room_that_was_left_does_not_keep_the_others_from_being_resumed() {
        send(1, 2);
        Connection connection = world.held(BOB, wire);
        connection.resume(Map.of(GENERAL, new Rev(1), OTHER, Rev.ZERO), () -> {});
        world.settle();

        assertThat(wire.frames()).containsExactly("message 1 2 2 m2", "caught_up 1 2");
    }

    @Test
    void who_names_no_room_in_which_it_is_is_refused_and_nothing_has_changed() {
        Connection connection = world.held(BOB, wire);
        assertThatThrownBy(() -> connection.resume(Map.of(OTHER, Rev.ZERO), () -> {}))
                .isInstanceOf(ChatException.NotFound.class);
        world.send("m1");
        world.advance(Holds.HOLD);

        assertThat(wire.frames()).containsExactlyElementsOf(messages(1, 1));
    }

    @Test
    void resuming_again_and_again_before_being_served_is_refused() {
        Connection connection = world.held(BOB, wire);
        assertThatThrownBy(() ->
                        IntStream.range(0, 20).forEach(i -> connection.resume(Map.of(GENERAL, Rev.ZERO), () -> {})))
                .isInstanceOf(ChatException.TooMany.class);
    }

    @Test
    void a_resume_while_the_store_is_away_is_served_in_order_when_it_is_back() {
        send(1, 3);
        Connection connection = world.held(BOB, wire);
        world.log.away(true);
        connection.resume(Map.of(GENERAL, new Rev(1)), () -> {});
        world.advance(Duration.ofSeconds(3));
        assertThat(wire.frames()).isEmpty();
        world.log.away(false);
        world.send("m4");
        world.advance(Duration.ofSeconds(1));

        assertThat(wire.frames("message")).containsExactlyElementsOf(messages(2, 4));
        assertThat(wire.frames("caught_up")).hasSize(1);
    }

    @Test
    void a_store_that_goes_away_in_the_middle_of_a_replay_is_waited_for() {
        send(1, 250);
        Connection connection = world.held(BOB, wire);
        wire.stall();
        connection.resume(Map.of(GENERAL, Rev.ZERO), () -> {});
        world.settle();
        world.log.away(true);
        wire.flow();
        world.advance(Duration.ofSeconds(2));
        assertThat(wire.frames("caught_up")).isEmpty();
        world.log.away(false);
        world.advance(Duration.ofSeconds(1));

        assertThat(wire.frames("message")).containsExactlyElementsOf(messages(1, 250));
        assertThat(wire.frames()).last().isEqualTo("caught_up 1 250");
    }

    @Test
    void a_log_that_fails_unexpectedly_in_a_replay_sends_the_client_to_try_again() {
        send(1, 3);
        Connection connection = world.held(BOB, wire);
        connection.resume(Map.of(GENERAL, Rev.ZERO), () -> {});
        world.log.failNext(new IllegalStateException("a bug"));
        world.settle();

        assertThat(wire.closes()).containsExactly(CloseReason.GOING_AWAY);
    }

    @Test
    void a_replay_goes_no_faster_than_the_connection_reads() {
        send(1, 3_000);
        Connection connection = world.held(BOB, wire);
        wire.stall();
        connection.resume(Map.of(GENERAL, Rev.ZERO), () -> {});
        world.settle();
        for (int i = 0; i < 10_000 && wire.frames("caught_up").isEmpty(); i++) {
            wire.step();
            world.settle();
        }
        wire.flow();

        assertThat(wire.closes()).isEmpty();
        assertThat(wire.frames("message")).containsExactlyElementsOf(messages(1, 3_000));
    }

    @Test
    void a_message_larger_than_half_of_the_outbox_does_not_hold_a_replay_for_ever() {
        world.send("x".repeat(Outbox.MAX_BYTES));
        world.send("m2");
        world.resume(world.held(BOB, wire), 0);

        assertThat(wire.frames()).hasSize(3).last().isEqualTo("caught_up 1 2");
        assertThat(wire.closes()).isEmpty();
    }

    @Test
    void many_large_messages_during_the_hold_do_not_close_the_connection() {
        world.live(ANN, new FakeWire());
        Connection connection = world.held(BOB, wire);
        IntStream.range(0, 60).forEach(i -> world.send(i + "x".repeat(40_000)));
        connection.answer(new byte[0]);
        connection.release();
        world.settle();

        assertThat(wire.frames("message")).hasSize(60);
        assertThat(wire.closes()).isEmpty();
    }

    @Test
    void answers_are_sent_also_while_it_is_held() {
        Connection connection = world.held(BOB, wire);
        connection.answer("ok 1".getBytes(StandardCharsets.UTF_8));

        assertThat(wire.frames()).containsExactly("ok 1");
    }

    /** One batch of messages, heard by whoever listens. */
    private void send(int from, int to) {
        for (int i = from; i <= to; i++) {
            var unused = world.realtime.append(GENERAL, world.draft(ANN, "m" + i));
        }
        world.settle();
    }

    private static List<String> messages(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> "message 1 " + i + " " + i + " m" + i)
                .toList();
    }
}
