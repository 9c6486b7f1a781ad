package dev.parley.http.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.http.socket.FrameBudget.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FrameBudgetTest {
    private final FrameBudget budget = new FrameBudget();
    private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos(); // The clock may wrap.

    @Test
    void a_burst_of_two_hundred_is_fine() {
        for (int i = 0; i < 200; i++) {
            assertThat(budget.count(now)).isEqualTo(Verdict.FINE);
        }
        assertThat(budget.count(now)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void a_little_too_much_is_refused_now_and_then_and_never_shut_out() {
        for (int i = 0; i < 10_000; i++) {
            now += Duration.ofSeconds(1).toNanos() / 60;
            assertThat(budget.count(now)).isNotEqualTo(Verdict.SHUT_OUT);
        }
    }

    @Test
    void a_flood_that_is_served_slowly_is_still_a_flood() {
        Verdict verdict = Verdict.FINE;
        int frames = 0;
        while (verdict != Verdict.SHUT_OUT && frames < 2_000) {
            now += Duration.ofMillis(1).toNanos();
            verdict = budget.count(now);
            frames++;
        }
        assertThat(frames).isBetween(400, 1_000);
    }
}
