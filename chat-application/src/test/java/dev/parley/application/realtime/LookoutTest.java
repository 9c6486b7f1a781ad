package dev.parley.application.realtime;

import static dev.parley.application.realtime.World.ANN;
import static dev.parley.application.realtime.World.BOB;
import static dev.parley.application.realtime.World.GENERAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.node.Nodes;
import dev.parley.domain.node.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = new World();
    private final FakeWire wire = new FakeWire();

    @AfterEach
    void stop() {
        world.close();
    }

    private Nodes meetAnother() {
        world.nodes.start();
        Nodes other = new Nodes(world.leases, new NodeId("another"), world.scheduling);
        other.start();
        world.advance(Duration.ofSeconds(2));
        return other;
    }

    @Test
    void what_another_node_has_written_is_heard_within_a_second() {
        meetAnother();
        world.live(BOB, wire);
        world.log.writeElsewhere(GENERAL, ANN, "from afar");
        world.log.writeElsewhere(GENERAL, ANN, "and more");
        assertThat(wire.frames()).isEmpty();
        world.advance(SECOND);

        assertThat(wire.frames()).hasSize(2);
        assertThat(wire.frames().get(0)).contains("from afar");
    }

    @Test
    void who_is_alone_asks_the_log_for_nothing() {
        world.live(BOB, wire);
        int reads = world.log.reads();
        world.advance(Duration.ofMinutes(1));

        assertThat(world.log.reads()).isEqualTo(reads);
    }

    @Test
    void who_has_no_listeners_asks_for_nothing_either() {
        meetAnother();
        int reads = world.log.reads();
        world.advance(Duration.ofMinutes(1));

        assertThat(world.log.reads()).isEqualTo(reads);
    }

    @Test
    void a_store_that_was_away_is_looked_at_again() {
        meetAnother();
        world.live(BOB, wire);
        world.log.away(true);
        world.advance(Duration.ofSeconds(5));
        world.log.away(false);
        world.log.writeElsewhere(GENERAL, ANN, "late");
        world.advance(SECOND);

        assertThat(wire.frames()).hasSize(1);
    }
}
