package dev.parley.application.realtime;

import static dev.parley.application.realtime.World.ANN;
import static dev.parley.application.realtime.World.BOB;
import static dev.parley.application.realtime.World.GENERAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomWritersTest {
    private final World world = new World();
    private final RoomFeeds feeds = new RoomFeeds(world.log, world.profiles, world.scheduling);
    private final RoomWriters writers = new RoomWriters(world.log, world.scheduling, feeds, room -> {});

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void what_waits_together_is_one_batch_in_order() {
        var answers = IntStream.range(0, 20).mapToObj(i -> append("m" + i)).toList();
        world.settle();

        assertThat(world.log.batches()).containsExactly(20);
        for (int i = 0; i < 20; i++) {
            assertThat(added(answers.get(i)).seq()).isEqualTo(new Seq(i + 1));
            assertThat(added(answers.get(i)).content().text()).isEqualTo("m" + i);
        }
    }

    @Test
    void a_page_is_written_whole_and_in_order_also_behind_what_fails() {
        CompletableFuture<Appended> single = append("before");
        CompletableFuture<List<Appended>> page = writers.appendAll(
                GENERAL,
                IntStream.range(0, 100).mapToObj(i -> world.draft(ANN, "p" + i)).toList());
        CompletableFuture<Appended> after = append("after");
        world.log.failNext(new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE));
        world.settle();

        assertThat(single).isCompletedExceptionally();
        assertThat(world.log.batches()).contains(100);
        assertThat(page.join()).hasSize(100);
        assertThat(world.log.after(GENERAL, new Seq(0), 500))
                .extracting(message -> message.content().text())
                .containsExactlyElementsOf(
                        Stream.concat(IntStream.range(0, 100).mapToObj(i -> "p" + i), Stream.of("after"))
                                .toList());
        assertThat(after).isCompleted();
    }

    @Test
    void a_batch_has_500_messages_at_most() {
        IntStream.range(0, 1_200).forEach(i -> write("m" + i));
        world.settle();

        assertThat(world.log.batches()).containsExactly(500, 500, 200);
    }

    @Test
    void appends_and_changes_stay_in_the_order_in_which_they_came() {
        write("one");
        var edited = writers.change(GENERAL, new Seq(1), new Change.Edit(new Content("uno"), Instant.EPOCH));
        write("two");
        var deleted = writers.change(GENERAL, new Seq(2), new Change.Delete());
        var missing = writers.change(GENERAL, new Seq(3), new Change.Delete());
        write("three");
        world.settle();

        assertThat(edited.join())
                .isInstanceOfSatisfying(
                        Changed.Done.class,
                        done -> assertThat(done.message().rev().value()).isEqualTo(2));
        assertThat(deleted.join())
                .isInstanceOfSatisfying(
                        Changed.Done.class,
                        done -> assertThat(done.message().rev().value()).isEqualTo(4));
        assertThat(missing.join()).isInstanceOf(Changed.Missing.class);
        assertThat(world.log.batches()).containsExactly(1, 1, 1);
    }

    @Test
    void a_room_takes_4000_and_refuses_the_next_until_there_is_room() {
        IntStream.range(0, 4_000).forEach(i -> write("m" + i));
        assertRefused(() -> write("one too many"), ErrorCode.OVERLOADED);
        RoomId other = new RoomId(2);
        var elsewhere = writers.append(other, world.draft(ANN, "another room"));
        world.settle();

        assertThat(elsewhere).isCompleted();
        assertThat(world.log.lastRev(GENERAL)).isEqualTo(4_000);
        write("now");
        world.settle();
        assertThat(world.log.lastRev(GENERAL)).isEqualTo(4_001);
    }

    @Test
    void who_waited_ten_seconds_in_vain_is_refused_and_nothing_was_written() {
        var late = append("late");
        var alsoLate = writers.change(GENERAL, new Seq(1), new Change.Delete());
        world.time.advance(Duration.ofMillis(10_001), () -> {});
        var fresh = append("fresh");
        world.settle();

        assertFailed(late, ErrorCode.OVERLOADED);
        assertFailed(alsoLate, ErrorCode.OVERLOADED);
        assertThat(added(fresh).seq()).isEqualTo(new Seq(1));
        assertThat(writers.isIdle()).isTrue();
    }

    @Test
    void who_waited_ten_seconds_in_vain_leaves_no_writer_behind() {
        write("late");
        world.time.advance(Duration.ofMillis(10_001), () -> {});
        world.settle();

        assertThat(writers.isIdle()).isTrue();
    }

    @Test
    void a_batch_that_the_store_does_not_answer_fails_and_the_next_is_tried() {
        world.log.away(true);
        var first = append("first");
        world.settle();
        world.log.away(false);
        var second = append("second");
        world.settle();

        assertFailed(first, ErrorCode.STORE_UNAVAILABLE);
        assertThat(added(second).seq()).isEqualTo(new Seq(1));
    }

    @Test
    void a_repeat_after_an_unknown_outcome_is_answered_with_the_first() {
        world.log.loseAnswers(1);
        var draft = world.draft(ANN, "same", "hello");
        var first = writers.append(GENERAL, draft);
        world.settle();
        var second = writers.append(GENERAL, draft);
        var reused = writers.append(GENERAL, world.draft(ANN, "same", "other"));
        world.settle();

        assertFailed(first, ErrorCode.STORE_UNAVAILABLE);
        assertThat(second.join())
                .isInstanceOfSatisfying(
                        Appended.Repeated.class,
                        repeated -> assertThat(repeated.message().seq()).isEqualTo(new Seq(1)));
        assertThat(reused.join()).isInstanceOf(Appended.KeyReused.class);
    }

    @Test
    void an_error_of_the_log_fails_its_batch_and_not_the_room_for_ever() {
        world.log.failNext(new StackOverflowError());
        var first = append("first");
        world.settle();
        var second = append("second");
        world.settle();

        assertThat(first).isCompletedExceptionally();
        assertThat(added(second).seq()).isEqualTo(new Seq(1));
    }

    @Test
    void idle_rooms_hold_no_writer() {
        write("one");
        assertThat(writers.isIdle()).isFalse();
        world.settle();
        assertThat(writers.isIdle()).isTrue();

        world.log.away(true);
        write("two");
        world.settle();
        assertThat(writers.isIdle()).isTrue();
    }

    /** A writer that was let go sooner would let its successor answer before it. */
    @Test
    void a_writer_is_idle_when_everybody_was_answered_and_not_before() {
        List<Boolean> idleWhenAnswered = new ArrayList<>();
        var unused = append("one").thenRun(() -> idleWhenAnswered.add(writers.isIdle()));
        world.settle();

        assertThat(idleWhenAnswered).containsExactly(false);
        assertThat(writers.isIdle()).isTrue();
    }

    @Test
    void who_waits_ten_seconds_for_slow_listeners_is_refused() {
        world.live(BOB, new FakeWire());
        List<Message> flood = IntStream.range(0, 1_000)
                .mapToObj(i -> world.log.writeElsewhere(GENERAL, ANN, "m" + i))
                .toList();
        Runnable delivery = world.feed(GENERAL).arrived(flood);
        var late = world.realtime.append(GENERAL, world.draft(ANN, "late"));
        world.workers.settle();
        for (int i = 0; i < 12; i++) {
            world.time.advance(Duration.ofSeconds(1), world.workers::settle);
        }
        assertFailed(late, ErrorCode.OVERLOADED);

        world.workers.execute(delivery);
        world.settle();
        world.send("fresh");
        assertThat(world.log.lastRev(GENERAL)).isEqualTo(1_001);
    }

    /** The listeners catch up, and another worker writes the next batch, while the one that found them behind goes on. */
    @Test
    void listeners_that_catch_up_at_the_wrong_moment_stop_no_room() {
        world.live(BOB, new FakeWire());
        List<Message> flood = IntStream.range(0, 1_000)
                .mapToObj(i -> world.log.writeElsewhere(GENERAL, ANN, "m" + i))
                .toList();
        RoomFeed feed = world.feed(GENERAL);
        Runnable delivery = feed.arrived(flood);
        AtomicInteger questions = new AtomicInteger();
        LongSupplier clock = () -> {
            if (questions.incrementAndGet() == 2) { // One is asked by the append, the next by the batch.
                delivery.run();
                world.workers.settle();
            }
            return world.time.nanoTime();
        };
        Scheduling scheduling = new Scheduling(world.workers, world.workers, world.time, world.time, clock);
        RoomWriter writer =
                new RoomWriter(GENERAL, world.log, scheduling, world.realtime.feeds(), room -> {}, () -> {});
        var first = writer.append(world.draft(ANN, "first"));
        world.settle();
        assertThat(added(first).seq()).isEqualTo(new Seq(1_001));

        var second = writer.append(world.draft(ANN, "second"));
        world.settle();
        assertThat(added(second).seq()).isEqualTo(new Seq(1_002));
        assertThat(writer.isIdle()).isTrue();
    }

    @Test
    void a_write_that_comes_true_much_later_is_heard() {
        FakeWire wire = new FakeWire();
        world.live(BOB, wire);
        world.log.away(true);
        var lost = world.realtime.append(GENERAL, world.draft(ANN, "lost"));
        world.settle();
        world.log.away(false);
        world.advance(Duration.ofSeconds(30));
        assertFailed(lost, ErrorCode.STORE_UNAVAILABLE);

        world.log.writeElsewhere(GENERAL, ANN, "it came true");
        world.advance(Duration.ofSeconds(6));
        assertThat(wire.frames()).anyMatch(text -> text.contains("it came true"));
    }

    @Test
    void after_closing_nothing_is_taken_and_what_was_taken_is_written() {
        var taken = append("taken");
        writers.close();
        assertRefused(() -> write("refused"), ErrorCode.SHUTTING_DOWN);
        assertThat(writers.isIdle()).isFalse();
        world.settle();

        assertThat(added(taken).seq()).isEqualTo(new Seq(1));
        assertThat(writers.isIdle()).isTrue();
    }

    @Test
    void workers_that_take_no_more_leave_no_answer_open() {
        var begun = append("begun");
        world.workers.shutDown();
        RoomId other = new RoomId(2);
        assertRefused(() -> write(other, "refused"), ErrorCode.SHUTTING_DOWN);
        world.workers.settle();

        assertThat(begun).isDone();
        assertThat(writers.isIdle()).isTrue();
    }

    private CompletableFuture<Appended> append(String text) {
        return append(ANN, text);
    }

    private CompletableFuture<Appended> append(UserId author, String text) {
        return writers.append(GENERAL, world.draft(author, text));
    }

    private void write(String text) {
        var unused = append(text);
    }

    private void write(RoomId room, String text) {
        var unused = writers.append(room, world.draft(BOB, text));
    }

    private static Message added(CompletableFuture<Appended> answer) {
        return ((Appended.Added) answer.join()).message();
    }

    private static void assertFailed(CompletableFuture<?> answer, ErrorCode code) {
        assertThat(answer).isCompletedExceptionally();
        assertThatThrownBy(answer::join)
                .cause()
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static void assertRefused(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ChatException.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
