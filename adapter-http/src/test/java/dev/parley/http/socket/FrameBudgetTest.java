package dev.parley.http.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.http.socket.FrameBudget.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBudgetTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final FrameBudget budget = new FrameBudget();
    private long now = Long.MAX_VALUE - SECOND; // A clock of nanoseconds may pass its end.

    /** Sends so many frames, so many in a second; returns what became of the last. */
    private Verdict send(int frames, int perSecond) {
        Verdict last = Verdict.FINE;
        for (int i = 0; i < frames; i++) {
            now += SECOND / perSecond;
            last = budget.count(now);
        }
        return last;
    }

    @Test
    void fifty_a_second_are_fine_for_ever_and_two_hundred_at_once() {
        assertThat(send(200, 1_000_000)).isEqualTo(Verdict.FINE);
        assertThat(send(1, 1_000_000)).isEqualTo(Verdict.REFUSED);
        assertThat(send(5_000, 50)).isEqualTo(Verdict.FINE);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 100_000})
    void a_flood_that_does_not_stop_is_shut_out_however_slowly_it_flows(int perSecond) {
        assertThat(send(1_000, perSecond)).isEqualTo(Verdict.SHUT_OUT);
    }

    @Test
    void who_rests_begins_anew() {
        assertThat(send(390, 1_000_000)).isEqualTo(Verdict.REFUSED);
        now += 5 * SECOND;
        assertThat(send(390, 1_000_000)).isEqualTo(Verdict.REFUSED);
    }
}
