package dev.parley.application.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.node.Lease;
import dev.parley.domain.node.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodesTest {
    private final MemoryLeases leases = new MemoryLeases();
    private final TestTime time = new TestTime();
    private final TestWorkers workers = new TestWorkers();
    private final Nodes ann = node("ann", time, workers);

    private Nodes node(String name, TestTime clock, TestWorkers threads) {
        return new Nodes(leases, new NodeId(name), new Scheduling(threads, threads, clock, clock, clock::nanoTime));
    }

    private void advance(Duration by) {
        time.advance(by, workers::settle);
    }

    @Test
    void a_node_that_was_not_started_is_alone_and_writes_nothing() {
        advance(Duration.ofMinutes(1));

        assertThat(ann.isAlone()).isTrue();
        assertThat(leases.named("")).isEmpty();
    }

    @Test
    void two_nodes_know_of_each_other_the_second_at_once() {
        ann.start();
        assertThat(ann.isAlone()).isTrue();
        Nodes bob = node("bob", time, workers);
        bob.start();
        assertThat(bob.isAlone()).isFalse();
        advance(Nodes.BEAT);

        assertThat(ann.isAlone()).isFalse();
        advance(Duration.ofMinutes(5));
        assertThat(ann.isAlone()).isFalse();
        assertThat(bob.isAlone()).isFalse();
    }

    @Test
    void a_node_is_known_when_the_others_have_had_time_to_look() {
        assertThat(ann.isKnown()).as("not started, the store is its own").isTrue();
        ann.start();
        assertThat(ann.isKnown()).as("there was nobody who had to look").isTrue();
        Nodes bob = node("bob", time, workers);
        bob.start();
        assertThat(ann.isKnown()).isTrue();
        assertThat(bob.isKnown()).isFalse();
        advance(Nodes.BEAT);
        assertThat(bob.isKnown()).as("ann may have looked before").isFalse();
        advance(Nodes.BEAT.plusSeconds(1));

        assertThat(ann.isAlone()).isFalse();
        assertThat(bob.isKnown()).isTrue();
        advance(Duration.ofMinutes(5));
        assertThat(bob.isKnown()).isTrue();
    }

    @Test
    void a_node_that_was_silent_is_known_again_when_the_others_have_had_time_to_look() {
        Nodes bob = node("bob", time, workers);
        bob.start();
        ann.start();
        advance(Nodes.BEAT.multipliedBy(3));
        assertThat(ann.isKnown()).isTrue();
        leases.away(true);
        advance(Nodes.SILENT);
        assertThat(ann.isKnown()).isFalse();
        leases.away(false);
        advance(Nodes.BEAT);
        assertThat(ann.isKnown()).as("the others may not have looked").isFalse();
        advance(Nodes.BEAT.multipliedBy(3));

        assertThat(ann.isKnown()).isTrue();
    }

    @Test
    void a_node_that_is_dead_need_not_see_the_others() {
        TestTime stopped = new TestTime();
        node("bob", stopped, workers).start();
        ann.start();
        advance(Nodes.SILENT.minus(Nodes.BEAT));
        assertThat(ann.isKnown()).isFalse();
        advance(Nodes.BEAT.multipliedBy(2));

        assertThat(ann.isKnown()).isTrue();
    }

    @Test
    void who_lives_is_told_apart_from_who_only_has_a_lease() {
        NodeId bob = new NodeId("bob");
        assertThat(ann.looks()).isZero();
        ann.start();
        node("bob", new TestTime(), workers).start(); // Its clock stands still.
        advance(Nodes.BEAT);
        assertThat(ann.looks()).isEqualTo(2);
        assertThat(ann.living()).containsExactly(bob);
        advance(Nodes.SILENT);
        assertThat(ann.living()).isEmpty();
        assertThat(ann.isLeased(bob)).isTrue();
        advance(Nodes.FORGET.plus(Nodes.BEAT));

        assertThat(ann.isLeased(bob)).isFalse();
        assertThat(ann.isLeased(ann.self())).isFalse();
    }

    @Test
    void a_node_that_leaves_is_gone_with_the_next_beat() {
        ann.start();
        Nodes bob = node("bob", time, workers);
        bob.start();
        advance(Nodes.BEAT);
        bob.close();
        advance(Nodes.BEAT);

        assertThat(ann.isAlone()).isTrue();
    }

    @Test
    void a_node_that_dies_is_missed_after_ten_seconds_and_swept_up_after_a_minute() {
        TestTime stopped = new TestTime();
        ann.start();
        node("bob", stopped, workers).start();
        advance(Nodes.SILENT);
        assertThat(ann.isAlone()).as("just seen").isFalse();
        advance(Nodes.BEAT);
        assertThat(ann.isAlone()).isTrue();
        assertThat(leases.find("node:bob")).isPresent();
        advance(Nodes.FORGET);

        assertThat(leases.find("node:bob")).isEmpty();
        assertThat(leases.find("node:ann")).isPresent();
    }

    @Test
    void who_was_taken_for_dead_by_mistake_comes_back() {
        ann.start();
        Nodes bob = node("bob", time, workers);
        bob.start();
        advance(Nodes.BEAT);
        Lease swept = leases.find("node:bob").orElseThrow();
        leases.remove(swept);
        advance(Nodes.BEAT.multipliedBy(2));

        assertThat(leases.find("node:bob")).isPresent();
        assertThat(ann.isAlone()).isFalse();
    }

    @Test
    void while_the_store_is_away_what_was_known_stands_and_the_beat_goes_on_afterwards() {
        ann.start();
        advance(Duration.ofSeconds(1));
        node("bob", time, workers).start(); // Ann is back before him.
        advance(Nodes.BEAT.multipliedBy(3));
        leases.away(true);
        advance(Duration.ofMinutes(2));
        assertThat(ann.isAlone()).isFalse();
        leases.away(false);
        advance(Nodes.BEAT);

        assertThat(ann.isAlone()).isFalse();
        long beat = leases.find("node:ann").orElseThrow().beat();
        advance(Nodes.BEAT);
        assertThat(leases.find("node:ann").orElseThrow().beat()).isEqualTo(beat + 1);
    }
}
