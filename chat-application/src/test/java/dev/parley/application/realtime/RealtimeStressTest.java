package dev.parley.application.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RealtimeStressTest {
    private static final Duration STORM = Duration.ofMillis(1_200);

    /** {@code -Dparley.seeds=1000-1100} hunts. */
    static List<Long> seeds() {
        String[] range = System.getProperty("parley.seeds", "1-2").split("-", 2);
        List<Long> seeds = new ArrayList<>();
        for (long seed = Long.parseLong(range[0]); seed <= Long.parseLong(range[1]); seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_listener_hears_each_change_once_and_in_order_whatever_happens(long seed) throws Exception {
        try (Storm storm = new Storm(seed)) {
            List<Future<?>> done = storm.begin(System.nanoTime() + STORM.toNanos());
            for (Future<?> each : done) {
                each.get();
            }
            storm.calmDown();
            for (RoomId room : Storm.ROOMS) {
                long end = storm.log.lastRev(room);
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(20))
                        .untilAsserted(() -> assertThat(storm.open())
                                .allSatisfy(listener ->
                                        assertThat(listener.last(room)).isEqualTo(end)));
                storm.all().forEach(listener -> listener.check(room, storm.log.changed(room)));
            }
            assertThat(storm.log.lastRev(RoomId.GENERAL)).isGreaterThan(100);

            storm.disconnectAll();
            await().pollInterval(Duration.ofMillis(5)).until(storm::isForgotten);
        }
    }
}
