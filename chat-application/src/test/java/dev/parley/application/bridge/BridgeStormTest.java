package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeStormTest {
    private static final int SEEDS = 15;

    /** {@code -Dparley.storms=1000-9000} hunts, and tells of all seeds that fail. */
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

    /** One node had carried a post in after another had dealt with its retraction. */
    @Test
    void what_is_taken_back_there_while_it_comes_in_late_is_taken_back_here() {
        blowAll(new long[] {14, 33, 95, 344, 349}, 2);
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
        blowAll(LongStream.rangeClosed(range[0], range[1]).toArray(), nodes);
    }

    /** Tells of all that went wrong, and how the first of them went. */
    private static void blowAll(long[] seeds, int nodes) {
        List<String> failures = new ArrayList<>();
        List<String> diary = List.of();
        for (long seed : seeds) {
            BridgeStorm storm = new BridgeStorm(seed, nodes);
            String failure = failure(storm);
            if (!failure.isEmpty()) {
                diary = failures.isEmpty() ? storm.diary() : diary;
                failures.add("seed %s with %s nodes: %s".formatted(seed, nodes, failure));
            }
        }
        assertThat(failures).as(String.join("\n", diary)).isEmpty();
    }

    private static String failure(BridgeStorm storm) {
        try {
            return String.join("; ", storm.blow());
        } catch (RuntimeException | AssertionError e) {
            return e.toString();
        }
    }
}
