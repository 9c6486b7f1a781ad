package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.bridge.RoomLease.Grip;
import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.TestTime;
import dev.parley.domain.ChatException;
import dev.parley.domain.node.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoomLeaseTest {
    private final TestTime time = new TestTime();
    private final MemoryLeases leases = new MemoryLeases();
    private final RoomLease one = lease("one");
    private final RoomLease two = lease("two");

    private RoomLease lease(String node) {
        return new RoomLease(leases, new NodeId(node), "bridge:1", -1, time::nanoTime);
    }

    private void pass(Duration by) {
        time.advance(by, () -> {});
    }

    @Test
    void one_holds_it_until_all_is_done() {
        assertThat(one.hold()).isEqualTo(Grip.TAKEN);
        assertThat(one.hold()).isEqualTo(Grip.KEPT);
        assertThat(two.hold()).isEqualTo(Grip.NOT_HELD);
        one.release();
        assertThat(one.isHeld()).isFalse();
        assertThat(two.hold()).isEqualTo(Grip.TAKEN);
    }

    @Test
    void who_left_something_half_done_has_to_look_and_so_has_who_takes_over() {
        assertThat(one.hold()).isEqualTo(Grip.TAKEN);
        one.abandon();
        assertThat(one.hold()).isEqualTo(Grip.TAKEN_OVER);
        one.abandon();
        assertThat(two.hold()).isEqualTo(Grip.NOT_HELD);
        pass(RoomLease.SILENT);
        assertThat(two.hold()).isEqualTo(Grip.TAKEN_OVER);
        assertThat(one.hold()).isEqualTo(Grip.NOT_HELD);
    }

    @Test
    void a_holder_that_beats_is_not_taken_over() {
        assertThat(one.hold()).isEqualTo(Grip.TAKEN);
        for (int i = 0; i < 30; i++) {
            pass(Duration.ofSeconds(1));
            assertThat(one.keep()).isTrue();
            assertThat(two.hold()).isEqualTo(Grip.NOT_HELD);
        }
    }

    @Test
    void the_time_between_two_terms_of_one_holder_is_not_its_silence() {
        assertThat(one.hold()).isEqualTo(Grip.TAKEN);
        assertThat(two.hold()).isEqualTo(Grip.NOT_HELD);
        one.release();
        pass(RoomLease.SILENT.plusSeconds(5));
        assertThat(one.hold()).isEqualTo(Grip.TAKEN);

        assertThat(two.hold()).isEqualTo(Grip.NOT_HELD);
        pass(RoomLease.SILENT);
        assertThat(two.hold()).isEqualTo(Grip.TAKEN_OVER);
    }

    @Test
    void a_holder_that_was_silent_goes_on_if_nobody_was_there_in_between() {
        assertThat(one.hold()).isEqualTo(Grip.TAKEN);
        pass(Duration.ofSeconds(16));
        assertThat(one.hold()).isEqualTo(Grip.KEPT);
        assertThat(two.hold()).isEqualTo(Grip.NOT_HELD);
        pass(RoomLease.SILENT);
        assertThat(two.hold()).isEqualTo(Grip.TAKEN_OVER);
        assertThat(one.keep()).isFalse();
        assertThat(one.isHeld()).isFalse();
    }

    @Test
    void when_the_store_did_not_answer_it_is_not_held_until_it_is_known() {
        assertThat(one.hold()).isEqualTo(Grip.TAKEN);
        pass(Duration.ofSeconds(3));
        leases.away(true);
        assertThatThrownBy(one::keep).isInstanceOf(ChatException.Unavailable.class);
        assertThat(one.isHeld()).isFalse();
        leases.away(false);
        assertThat(one.hold()).isEqualTo(Grip.TAKEN_OVER);
    }

    @Test
    void who_is_alone_on_its_store_needs_none() {
        RoomLease alone = new RoomLease(null, new NodeId("one"), "bridge:1", -1, time::nanoTime);

        assertThat(alone.hold()).isEqualTo(Grip.KEPT);
        assertThat(alone.keep()).isTrue();
        assertThat(alone.isHeld()).isTrue();
    }
}
