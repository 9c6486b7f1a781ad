package dev.parley.application.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.TestTime;
import dev.parley.application.realtime.Outbox.Urgency;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final TestTime time = new TestTime();
    private final List<Outbox> gathering = new ArrayList<>();
    private final FakeWire wire = new FakeWire();
    private final Outbox outbox = new Outbox(wire, gathering::add, time::nanoTime);

    @Test
    void a_quiet_connection_is_written_to_at_once() {
        offer("a");

        assertThat(wire.frames()).containsExactly("a");
        assertThat(gathering).isEmpty();
    }

    @Test
    void a_busy_connection_gathers_and_is_flushed_once() {
        offer("a", "b", "c", "d");

        assertThat(wire.frames()).containsExactly("a");
        assertThat(gathering).containsExactly(outbox);
        outbox.flush();
        assertThat(wire.frames()).containsExactly("a", "b", "c", "d");
        assertThat(wire.writes()).containsExactly(1, 3);
    }

    @Test
    void after_the_window_it_is_quiet_again() {
        offer("a");
        time.advance(Outbox.WINDOW, () -> {});
        offer("b");

        assertThat(wire.frames()).containsExactly("a", "b");
    }

    @Test
    void an_answer_never_gathers_and_never_overtakes() {
        offer("a", "b");
        outbox.offer(bytes("answer"), Urgency.ANSWER);

        assertThat(wire.frames()).containsExactly("a", "b", "answer");
    }

    @Test
    void a_flush_that_comes_late_finds_nothing_or_what_gathered_since() {
        offer("a", "b");
        outbox.offer(bytes("answer"), Urgency.ANSWER);
        offer("c");
        outbox.flush();
        outbox.flush();

        assertThat(wire.frames()).containsExactly("a", "b", "answer", "c");
    }

    @Test
    void what_comes_during_a_write_goes_with_the_next_in_order() {
        wire.stall();
        offer("a", "b", "c");
        outbox.offer(bytes("answer"), Urgency.ANSWER);
        assertThat(wire.frames()).containsExactly("a");
        wire.flow();

        assertThat(wire.frames()).containsExactly("a", "b", "c", "answer");
        assertThat(wire.writes()).containsExactly(1, 3);
    }

    @Test
    void a_burst_does_not_close_a_connection_that_takes_everything() {
        IntStream.range(0, 3 * Outbox.MAX_FRAMES).forEach(i -> offer("x" + i));
        outbox.flush();

        assertThat(wire.closes()).isEmpty();
        assertThat(wire.frames()).hasSize(3 * Outbox.MAX_FRAMES);
    }

    @Test
    void one_write_takes_64_frames_or_64_kib() {
        wire.stall();
        offer("first");
        IntStream.range(0, 100).forEach(i -> offer("small"));
        IntStream.range(0, 3).forEach(i -> offer("x".repeat(40 << 10)));
        wire.flow();

        assertThat(wire.writes()).containsExactly(1, 64, 38, 1);
    }

    @Test
    void the_thousand_and_first_frame_ends_a_stalled_connection_once_and_nothing_follows() {
        wire.stall();
        IntStream.range(0, Outbox.MAX_FRAMES).forEach(i -> offer("x" + i));
        assertThat(wire.closes()).isEmpty();

        offer("too much", "after");
        outbox.offer(bytes("answer"), Urgency.ANSWER);
        outbox.end(CloseReason.SILENT);
        wire.flow();
        outbox.flush();

        assertThat(wire.closes()).containsExactly(CloseReason.TOO_SLOW);
        assertThat(wire.frames()).containsExactly("x0");
        assertThat(wire.framesAfterClose()).isZero();
    }

    @Test
    void a_mebibyte_waits_and_a_byte_more_ends_the_connection() {
        wire.stall();
        IntStream.range(0, 8).forEach(i -> offer("x".repeat(128 << 10)));
        assertThat(wire.closes()).isEmpty();
        offer("y");

        assertThat(wire.closes()).containsExactly(CloseReason.TOO_SLOW);
    }

    @Test
    void what_was_written_makes_room_again() {
        wire.stall();
        for (int i = 0; i < 5 * Outbox.MAX_FRAMES; i++) {
            offer("x" + i);
            outbox.flush();
            wire.step();
        }
        wire.flow();

        assertThat(wire.closes()).isEmpty();
        assertThat(wire.frames()).hasSize(5 * Outbox.MAX_FRAMES);
    }

    @Test
    void a_frame_larger_than_the_bound_passes_alone_instead_of_closing_the_connection_for_ever() {
        String huge = "x".repeat(Outbox.MAX_BYTES + 1);
        assertThat(outbox.isHalfFull(huge.length())).isFalse();
        offer(huge);

        assertThat(wire.frames()).containsExactly(huge);
        assertThat(wire.closes()).isEmpty();
    }

    @Test
    void the_ephemeral_is_left_out_first() {
        wire.stall();
        IntStream.range(0, Outbox.MAX_FRAMES / 2).forEach(i -> offer("x"));
        outbox.offer(bytes("typing"), Urgency.EPHEMERAL);
        offer("event");
        wire.flow();

        assertThat(wire.frames()).contains("event").doesNotContain("typing");
    }

    @Test
    void drained_is_said_at_once_when_nothing_waits_and_otherwise_when_the_last_is_written() {
        List<String> said = new ArrayList<>();
        outbox.whenDrained(() -> said.add("at once"));
        assertThat(said).containsExactly("at once");

        wire.stall();
        offer("a", "b");
        outbox.whenDrained(() -> said.add("later"));
        wire.step();
        assertThat(said).hasSize(1);
        wire.flow();
        assertThat(said).containsExactly("at once", "later");
    }

    @Test
    void drained_may_offer_more() {
        wire.stall();
        offer("a");
        outbox.whenDrained(() -> offer("b"));
        wire.flow();
        outbox.flush();

        assertThat(wire.frames()).containsExactly("a", "b");
    }

    @Test
    void drained_is_never_said_of_a_connection_that_ended() {
        List<String> said = new ArrayList<>();
        wire.stall();
        offer("a");
        outbox.whenDrained(() -> said.add("before"));
        outbox.close();
        outbox.whenDrained(() -> said.add("after"));
        wire.flow();

        assertThat(said).isEmpty();
    }

    @Test
    void a_wire_that_throws_ends_its_connection_and_not_the_caller() {
        wire.breakDown();
        offer("a", "b");
        outbox.flush();

        assertThat(wire.closes()).containsExactly(CloseReason.GOING_AWAY);
    }

    @Test
    void an_inline_wire_does_not_nest_however_much_waits() {
        wire.stall();
        offer("first");
        byte[] frame = new byte[1];
        IntStream.range(1, Outbox.MAX_FRAMES).forEach(i -> outbox.offer(frame, Urgency.EVENT));
        wire.flow();

        assertThat(wire.frames()).hasSize(Outbox.MAX_FRAMES);
        assertThat(outbox.isEmpty()).isTrue();
    }

    private void offer(String... frames) {
        for (String frame : frames) {
            outbox.offer(bytes(frame), Urgency.EVENT);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
