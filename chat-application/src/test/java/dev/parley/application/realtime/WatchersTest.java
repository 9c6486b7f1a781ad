package dev.parley.application.realtime;

import static dev.parley.application.realtime.World.ANN;
import static dev.parley.application.realtime.World.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.realtime.Outbox.Urgency;
import dev.parley.domain.account.UserId;
import dev.parley.domain.presence.PresenceState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchersTest {
    private final World world = new World();
    private final FakeWire wire = new FakeWire();

    @AfterEach
    void stop() {
        world.close();
    }

    private void come(UserId... users) {
        world.realtime.tellPresence(Arrays.stream(users)
                .map(user -> new PresenceState(user, true, null))
                .toList());
        world.settle();
    }

    @Test
    void a_connection_that_is_gone_is_forgotten() {
        Connection connection = world.live(BOB, wire);
        world.realtime.watch(connection, List.of(ANN, BOB), List.of());
        world.realtime.disconnect(connection);
        assertThat(world.realtime.watchers().isEmpty()).isTrue();
        world.realtime.watch(connection, List.of(ANN), List.of());
        come(ANN);

        assertThat(world.realtime.watchers().isEmpty()).as("it comes too late").isTrue();
        assertThat(wire.frames()).isEmpty();
    }

    @Test
    void a_new_watch_takes_the_place_of_the_one_before() {
        Connection connection = world.live(BOB, wire);
        world.realtime.watch(connection, List.of(ANN, new UserId(3)), List.of());
        world.realtime.watch(connection, List.of(new UserId(3)), List.of());
        come(ANN, new UserId(3));
        assertThat(wire.frames()).containsExactly("presence 3+");
        world.realtime.watch(connection, List.of(), List.of());

        assertThat(world.realtime.watchers().isEmpty()).isTrue();
    }

    @Test
    void each_is_told_of_its_own_and_those_who_watch_the_same_share_a_frame() {
        FakeWire other = new FakeWire();
        Connection bob = world.live(BOB, wire);
        Connection ann = world.live(ANN, other);
        world.realtime.watch(bob, List.of(new UserId(3), new UserId(4)), List.of());
        world.realtime.watch(ann, List.of(new UserId(4), new UserId(5)), List.of());
        come(new UserId(3), new UserId(4), new UserId(5), new UserId(6));

        assertThat(wire.frames()).containsExactly("presence 3+ 4+");
        assertThat(other.frames()).containsExactly("presence 4+ 5+");
    }

    @Test
    void what_changes_is_left_out_for_who_does_not_read_and_the_first_picture_is_not() {
        Connection connection = world.live(BOB, wire);
        wire.stall();
        byte[] large = "x".repeat(Outbox.MAX_BYTES * 3 / 5).getBytes(StandardCharsets.UTF_8);
        connection.outbox().offer(large, Urgency.EVENT);
        world.realtime.watch(connection, List.of(ANN), List.of(new PresenceState(ANN, false, null)));
        world.realtime.tellPresence(List.of(new PresenceState(ANN, true, null)));
        wire.flow();
        world.settle();

        assertThat(wire.frames("presence")).containsExactly("presence 1-");
        assertThat(wire.closes()).isEmpty();
    }

    @Test
    void of_whom_there_was_no_place_to_tell_a_listener_it_is_told_when_there_is_as_it_is_then() {
        Watchers watchers = new Watchers();
        Outbox outbox = new Outbox(wire, Outbox::flush, world.time::nanoTime);
        watchers.listen(new Connection(
                world.realtime,
                world.claims(BOB),
                new Interest(world.format, null, null),
                wire,
                outbox,
                world.time.nanoTime()));
        wire.stall();
        int many = Outbox.MAX_FRAMES;
        watchers.tell(LongStream.rangeClosed(1, many)
                .mapToObj(i -> new PresenceState(new UserId(i), true, null))
                .toList());
        watchers.tell(List.of(new PresenceState(new UserId(many), false, null)));
        wire.flow();
        for (int i = 0; i < 3; i++) {
            watchers.tell(List.of());
        }

        assertThat(wire.frames())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, many)
                        .mapToObj(i -> "presence " + i + (i < many ? "+" : "-"))
                        .toList());
        assertThat(wire.closes()).isEmpty();
    }

    @Test
    void who_wants_everybody_and_reads_nothing_is_sent_away_before_it_costs_too_much() {
        Watchers watchers = new Watchers();
        Outbox outbox = new Outbox(wire, Outbox::flush, world.time::nanoTime);
        Connection connection = new Connection(
                world.realtime,
                world.claims(BOB),
                new Interest(world.format, null, null),
                wire,
                outbox,
                world.time.nanoTime());
        watchers.listen(connection);
        wire.stall();
        for (int i = 0; i <= Watchers.MAX_MISSED / Watchers.MAX_TOLD; i++) {
            long first = (long) i * Watchers.MAX_TOLD;
            watchers.tell(LongStream.rangeClosed(first + 1, first + Watchers.MAX_TOLD)
                    .mapToObj(user -> new PresenceState(new UserId(user), true, null))
                    .toList());
        }

        assertThat(wire.closes()).containsExactly(CloseReason.TOO_SLOW);
    }

    @Test
    void who_wants_everybody_is_told_of_no_more_than_there_is_time_for_and_of_the_rest_later_as_it_is_then() {
        Watchers watchers = new Watchers();
        List<FakeWire> wires = new ArrayList<>();
        int listeners = 200;
        for (int i = 0; i < listeners; i++) {
            FakeWire each = new FakeWire();
            wires.add(each);
            Outbox outbox = new Outbox(each, Outbox::flush, world.time::nanoTime);
            watchers.listen(new Connection(
                    world.realtime,
                    world.claims(BOB),
                    new Interest(world.format, null, null),
                    each,
                    outbox,
                    world.time.nanoTime()));
        }
        int most = Watchers.MAX_DELIVERIES / listeners;
        watchers.tell(LongStream.rangeClosed(1, most + 2L)
                .mapToObj(i -> new PresenceState(new UserId(i), true, null))
                .toList());
        assertThat(wires.get(0).frames()).hasSize(most);
        world.time.advance(Duration.ofSeconds(1), () -> {});
        watchers.tell(List.of(new PresenceState(new UserId(most + 1L), false, null)));

        assertThat(wires)
                .allSatisfy(each -> assertThat(each.frames().subList(most, most + 2))
                        .containsExactly("presence " + (most + 1) + "-", "presence " + (most + 2) + "+"));
        assertThat(IntStream.range(0, most).mapToObj(i -> "presence " + (i + 1) + "+"))
                .isEqualTo(wires.get(listeners - 1).frames().subList(0, most));
    }
}
