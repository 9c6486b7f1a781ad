package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeStormTest {
    private static final int SEEDS = 15;

    /** {@code -Dparley.storms=1000-9000} hunts. */
    private static long[] seeds(long first) {
        String[] range = System.getProperty("parley.storms", first + "-" + (first + SEEDS - 1))
                .split("-", 2);
        return new long[] {Long.parseLong(range[0]), Long.parseLong(range[1])};
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 51, 101})
    void room_and_topic_are_alike_when_a_storm_over_one_node_is_over(long first) {
        blow(first, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 51})
    void room_and_topic_are_alike_when_a_storm_over_two_nodes_is_over(long first) {
        blow(first, 2);
    }

    @ParameterizedTest
    @CsvSource({"5, 1", "5, 2"})
    void the_same_seed_is_the_same_storm(long seed, int nodes) {
        BridgeStorm storm = new BridgeStorm(seed, nodes);
        BridgeStorm again = new BridgeStorm(seed, nodes);

        assertThat(storm.blow()).isEqualTo(again.blow());
        assertThat(storm.diary()).isEqualTo(again.diary());
        assertThat(storm.world.turns).isEqualTo(again.world.turns);
        assertThat(storm.world.messages()).isEqualTo(again.world.messages());
    }

    private static void blow(long first, int nodes) {
        long[] range = seeds(first);
        for (long seed = range[0]; seed <= range[1]; seed++) {
            BridgeStorm storm = new BridgeStorm(seed, nodes);
            try {
                assertThat(storm.blow()).isEmpty();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed %s with %s nodes: %s%n%s"
                                .formatted(seed, nodes, e.getMessage(), String.join("\n", storm.diary())),
                        e);
            }
        }
    }
}
