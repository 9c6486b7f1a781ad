package dev.parley.application.realtime;

import static dev.parley.application.realtime.World.ANN;
import static dev.parley.application.realtime.World.BOB;
import static dev.parley.application.realtime.World.GENERAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomFeedTest {
    private static final Duration LATER = Duration.ofSeconds(6);

    private final World world = new World();
    private final FakeWire wire = new FakeWire();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void a_change_that_is_next_passes_without_a_read() {
        world.live(BOB, wire);
        int reads = world.log.reads();
        world.send("hello");

        assertThat(wire.frames()).containsExactly("message 1 1 1 hello");
        assertThat(world.log.reads()).isEqualTo(reads);
    }

    @Test
    void what_another_node_wrote_comes_first_when_this_one_writes() {
        world.live(BOB, wire);
        world.log.writeElsewhere(GENERAL, ANN, "a");
        world.log.writeElsewhere(GENERAL, ANN, "b");
        world.log.changeElsewhere(GENERAL, new Seq(1), new Change.Delete());
        world.send("c");

        assertThat(wire.frames()).containsExactly("message 1 2 2 b", "message 1 3 1 (deleted)", "message 1 4 3 c");
    }

    @Test
    void arrivals_out_of_order_repeated_or_lost_are_heard_once_and_in_order() {
        RoomFeed feed = subscribed();
        List<Message> messages = IntStream.range(0, 6)
                .mapToObj(i -> world.log.writeElsewhere(GENERAL, ANN, "m" + (i + 1)))
                .toList();
        world.workers.execute(feed.arrived(List.of(messages.get(2), messages.get(0), messages.get(0))));
        world.settle();
        world.workers.execute(feed.arrived(List.of(messages.get(4), messages.get(1))));
        world.workers.execute(feed.arrived(List.of(messages.get(5), messages.get(4))));
        world.settle();

        assertThat(wire.frames()).containsExactlyElementsOf(expected(1, 6));
    }

    @Test
    void more_arrivals_than_there_is_place_for_are_read_from_the_log() {
        RoomFeed feed = subscribed();
        List<Message> messages = IntStream.range(0, 2_500)
                .mapToObj(i -> world.log.writeElsewhere(GENERAL, ANN, "m" + (i + 1)))
                .toList();
        wire.clear();
        world.workers.execute(feed.arrived(messages));
        world.settle();

        assertThat(wire.frames()).containsExactlyElementsOf(expected(1, 2_500));
        assertThat(wire.closes()).isEmpty();
    }

    @Test
    void who_writes_faster_than_listeners_can_be_told_waits_for_them() {
        RoomFeed feed = subscribed();
        List<Message> messages = IntStream.range(0, 1_000)
                .mapToObj(i -> world.log.writeElsewhere(GENERAL, ANN, "m" + (i + 1)))
                .toList();
        Runnable delivery = feed.arrived(messages);
        var waiting = world.realtime.append(GENERAL, world.draft(ANN, "m1001"));
        world.workers.settle();
        assertThat(world.log.lastRev(GENERAL)).isEqualTo(1_000);
        assertThat(waiting).isNotDone();

        world.workers.execute(delivery);
        world.settle();
        assertThat(waiting).isCompleted();
        assertThat(wire.frames()).containsExactlyElementsOf(expected(1, 1_001));
    }

    @Test
    void a_write_with_an_unknown_outcome_is_heard() {
        world.live(BOB, wire);
        world.log.loseAnswers(1);
        world.send("hello");

        assertThat(wire.frames()).containsExactly("message 1 1 1 hello");
    }

    @Test
    void a_write_that_happens_after_its_time_out_is_heard_by_its_repeat() {
        world.live(BOB, wire);
        var draft = world.draft(ANN, "hello");
        world.log.committingLate(true);
        var lost = world.realtime.append(GENERAL, draft);
        world.settle();
        assertThat(lost).isCompletedExceptionally();
        world.log.committingLate(false);
        world.log.commitLate();
        assertThat(wire.frames()).isEmpty();
        var repeated = world.realtime.append(GENERAL, draft);
        world.settle();

        assertThat(repeated).isCompleted();
        assertThat(wire.frames()).containsExactly("message 1 1 1 hello");
    }

    @Test
    void a_write_that_happens_after_its_time_out_is_heard_without_a_repeat_too() {
        world.live(BOB, wire);
        world.log.committingLate(true);
        world.send("hello");
        world.log.commitLate();
        world.advance(LATER);

        assertThat(wire.frames()).containsExactly("message 1 1 1 hello");
    }

    @Test
    void a_doubt_before_anybody_is_live_is_not_forgotten() {
        Connection connection = world.held(BOB, wire);
        world.log.loseAnswers(1);
        world.send("hello");
        connection.release();
        world.settle();

        assertThat(wire.frames()).containsExactly("message 1 1 1 hello");
    }

    @Test
    void while_the_store_is_away_nothing_is_lost_and_nothing_is_repeated() {
        RoomFeed feed = subscribed();
        world.log.writeElsewhere(GENERAL, ANN, "m1");
        Message second = world.log.writeElsewhere(GENERAL, ANN, "m2");
        world.log.away(true);
        world.workers.execute(feed.arrived(List.of(second)));
        world.settle();
        world.advance(LATER);
        assertThat(wire.frames()).isEmpty();
        world.log.away(false);
        world.advance(Duration.ofSeconds(1));

        assertThat(wire.frames()).containsExactlyElementsOf(expected(1, 2));
    }

    @Test
    void while_the_names_of_authors_are_away_nothing_is_lost_and_nothing_is_repeated() {
        world.live(BOB, wire);
        FakeWire other = new FakeWire();
        world.live(ANN, other);
        world.users.away(true);
        world.send("m1");
        world.send("m2");
        assertThat(wire.frames()).isEmpty();
        world.users.away(false);
        world.advance(Duration.ofSeconds(1));

        assertThat(wire.frames()).containsExactlyElementsOf(expected(1, 2));
        assertThat(other.frames()).containsExactlyElementsOf(expected(1, 2));
    }

    @Test
    void a_log_that_fails_unexpectedly_is_asked_again() {
        RoomFeed feed = subscribed();
        world.log.writeElsewhere(GENERAL, ANN, "m1");
        world.log.failNext(new IllegalStateException("a bug"));
        feed.doubt();
        world.settle();
        assertThat(wire.frames()).isEmpty();
        world.advance(Duration.ofSeconds(1));

        assertThat(wire.frames()).containsExactlyElementsOf(expected(1, 1));
    }

    @Test
    void a_message_without_an_author_does_not_stop_the_room() {
        RoomFeed feed = subscribed();
        world.workers.execute(feed.arrived(List.of(world.log.writeElsewhere(GENERAL, new UserId(999), "m1"))));
        world.workers.execute(feed.arrived(List.of(world.log.writeElsewhere(GENERAL, ANN, "m2"))));
        world.settle();
        FakeWire resumed = new FakeWire();
        resume(resumed, 0);

        assertThat(wire.frames()).containsExactlyElementsOf(expected(2, 2));
        assertThat(resumed.frames()).containsExactly("message 1 2 2 m2", "caught_up 1 2");
    }

    @Test
    void a_message_that_a_format_cannot_write_does_not_stop_the_room() {
        world.live(BOB, wire);
        world.live(ANN, new FakeWire());
        world.send("poison");
        world.send("m2");
        FakeWire resumed = new FakeWire();
        resume(resumed, 0);

        assertThat(wire.frames()).containsExactly("message 1 2 2 m2");
        assertThat(resumed.frames()).containsExactly("message 1 2 2 m2", "caught_up 1 2");
    }

    @Test
    void a_listener_whose_wire_throws_costs_the_others_nothing() {
        FakeWire broken = new FakeWire();
        world.live(ANN, broken);
        world.live(BOB, wire);
        broken.breakDown();
        world.send("m1");

        assertThat(wire.frames()).containsExactly("message 1 1 1 m1");
        assertThat(broken.closes()).containsExactly(CloseReason.GOING_AWAY);
    }

    @Test
    void a_slow_listener_is_closed_and_the_others_hear_all() {
        FakeWire slow = new FakeWire();
        world.live(ANN, slow);
        world.live(BOB, wire);
        slow.stall();
        for (int i = 1; i < 1_200; i++) {
            var unused = world.realtime.append(GENERAL, world.draft(ANN, "m" + i));
        }
        world.settle();

        assertThat(slow.closes()).containsExactly(CloseReason.TOO_SLOW);
        assertThat(wire.frames()).containsExactlyElementsOf(expected(1, 1_199));
    }

    @Test
    void an_edit_is_heard_with_its_own_rev_and_the_first_seq() {
        world.live(BOB, wire);
        world.send("m1");
        var edited = world.realtime.change(GENERAL, new Seq(1), new Change.Edit(new Content("M1"), Instant.EPOCH));
        world.settle();

        assertThat(edited).isCompleted();
        assertThat(wire.frames()).containsExactly("message 1 1 1 m1", "message 1 2 1 M1");
    }

    private RoomFeed subscribed() {
        world.live(BOB, wire);
        return world.feed(GENERAL);
    }

    private void resume(FakeWire resumed, long cursor) {
        world.resume(world.held(BOB, resumed), cursor);
    }

    private static List<String> expected(int from, int to) {
        List<String> frames = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            frames.add("message 1 " + i + " " + i + " m" + i);
        }
        return frames;
    }
}
