package dev.parley.application.realtime;

import static dev.parley.application.realtime.World.ANN;
import static dev.parley.application.realtime.World.BOB;
import static dev.parley.application.realtime.World.GENERAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhispersTest {
    private final World world = new World();
    private final FakeWire wire = new FakeWire();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void typing_is_told_at_most_every_three_seconds_and_expires_after_six() {
        world.live(BOB, wire);
        typing(ANN);
        typing(ANN);
        assertThat(wire.frames()).containsExactly("typing 1 ann");
        world.advance(Duration.ofSeconds(3));
        typing(ANN);
        assertThat(wire.frames()).hasSize(2);
        world.advance(Duration.ofMillis(5_999));
        assertThat(wire.frames()).hasSize(2);
        world.advance(Duration.ofMillis(1));

        assertThat(wire.frames()).containsExactly("typing 1 ann", "typing 1 ann", "typing 1 ");
    }

    @Test
    void several_who_write_are_told_together_and_expire_one_by_one() {
        world.live(BOB, wire);
        typing(ANN);
        world.advance(Duration.ofSeconds(2));
        typing(BOB);
        world.advance(Duration.ofSeconds(10));

        assertThat(wire.frames()).containsExactly("typing 1 ann", "typing 1 ann,bob", "typing 1 bob", "typing 1 ");
    }

    @Test
    void a_message_ends_the_writing_of_its_author() {
        world.live(BOB, wire);
        typing(ANN);
        world.send("m1");
        world.advance(Duration.ofSeconds(10));

        assertThat(wire.frames()).containsExactly("typing 1 ann", "message 1 1 1 m1", "typing 1 ");
    }

    @Test
    void names_that_are_away_cost_a_whisper_and_no_message() {
        world.live(BOB, wire);
        typing(ANN);
        world.users.add("cyd");
        world.users.away(true);
        typing(new UserId(3));
        world.users.away(false);
        world.send("m1");

        assertThat(wire.frames("message")).hasSize(1);
    }

    @Test
    void who_is_held_hears_no_whispers() {
        world.held(BOB, wire);
        typing(ANN);
        world.realtime.read(GENERAL, ANN, new Seq(1));
        world.settle();

        assertThat(wire.frames()).isEmpty();
    }

    @Test
    void a_read_mark_in_a_quiet_room_is_told_at_once() {
        world.live(BOB, wire);
        read(ANN, 5);

        assertThat(wire.frames()).containsExactly("read 1 1 5");
    }

    @Test
    void of_the_marks_of_one_second_the_highest_of_each_reader_is_told() {
        world.live(BOB, wire);
        read(ANN, 1);
        read(ANN, 2);
        read(ANN, 4);
        read(ANN, 3);
        read(BOB, 2);
        assertThat(wire.frames()).containsExactly("read 1 1 1");
        world.advance(Whispers.READ_INTERVAL);

        assertThat(wire.frames()).containsExactly("read 1 1 1", "read 1 1 4", "read 1 2 2");
    }

    @Test
    void a_thousand_readers_of_one_message_are_a_few_frames_a_second() {
        world.live(BOB, wire);
        for (int round = 0; round < 10; round++) {
            IntStream.rangeClosed(1, 1_000).forEach(user -> world.realtime.read(GENERAL, new UserId(user), new Seq(9)));
            world.settle();
            wire.clear();
            world.advance(Whispers.READ_INTERVAL);
            assertThat(wire.frames().size()).isBetween(1, ReadMarks.MAX_TOLD);
        }
        world.advance(Duration.ofSeconds(10));
        wire.clear();
        world.advance(Duration.ofSeconds(10));

        assertThat(wire.frames()).as("all was told").isEmpty();
    }

    private void typing(UserId user) {
        world.realtime.typing(GENERAL, user);
        world.settle();
    }

    private void read(UserId user, long seq) {
        world.realtime.read(GENERAL, user, new Seq(seq));
        world.settle();
    }
}
