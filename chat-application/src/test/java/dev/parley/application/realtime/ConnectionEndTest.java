package dev.parley.application.realtime;

import static dev.parley.application.realtime.World.ANN;
import static dev.parley.application.realtime.World.BOB;
import static dev.parley.application.realtime.World.GENERAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.realtime.Outbox.Urgency;
import dev.parley.domain.message.Rev;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionEndTest {

    private final World world = new World();
    private final FakeWire wire = new FakeWire();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void a_disconnect_leaves_no_feed_and_no_connection_behind() {
        world.directory.open("Other", ANN, BOB);
        Connection first = world.live(ANN, wire);
        Connection second = world.held(BOB, new FakeWire());
        second.resume(Map.of(GENERAL, Rev.ZERO), () -> {});
        world.realtime.disconnect(first);
        world.realtime.disconnect(first);
        assertThat(world.realtime.feeds().isEmpty()).isFalse();
        world.realtime.disconnect(second);
        second.release();
        world.advance(Duration.ofSeconds(5));

        assertThat(world.realtime.feeds().isEmpty()).isTrue();
        assertThat(world.realtime.connections().isEmpty()).isTrue();
    }

    @Test
    void a_connection_that_is_gone_before_it_joins_leaves_nothing_behind() {
        Connection connection = world.connect(world.claims(BOB), wire);
        world.realtime.disconnect(connection);
        world.realtime.join(connection);
        world.advance(Duration.ofSeconds(5));

        assertThat(world.realtime.feeds().isEmpty()).isTrue();
    }

    @Test
    void joining_twice_hears_once_and_leaves_nothing_behind() {
        Connection connection = world.held(BOB, wire);
        world.realtime.join(connection);
        connection.release();
        world.send("m1");
        assertThat(wire.frames()).containsExactly("message 1 1 1 m1");
        world.realtime.disconnect(connection);
        world.settle();

        assertThat(world.realtime.feeds().isEmpty()).isTrue();
    }

    @Test
    void an_ended_connection_is_sent_nothing_more() {
        Connection connection = world.live(BOB, wire);
        connection.end(CloseReason.SESSION_ENDED);
        connection.end(CloseReason.SILENT);
        world.send("m1");
        connection.outbox().offer(new byte[1], Urgency.ANSWER);

        assertThat(wire.closes()).containsExactly(CloseReason.SESSION_ENDED);
        assertThat(wire.frames()).isEmpty();
    }
}
