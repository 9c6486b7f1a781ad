package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.TestTime;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final TestTime time = new TestTime();
    private final Pace pace = new Pace(time::nanoTime);

    private static Head head(long rev) {
        return new Head(new Seq(rev), new Rev(rev));
    }

    /** A page that takes so long, while the room changes so often. */
    private void carry(long millis, int changes) {
        pace.begin(head(1_000));
        advance(millis);
        pace.end(head(1_000 + changes));
    }

    private void advance(long millis) {
        time.advance(Duration.ofMillis(millis), () -> {});
    }

    @Test
    void a_room_that_changes_more_slowly_than_it_is_carried_over_needs_no_rest() {
        assertThat(pace.rest()).isZero();

        carry(50, 100);

        assertThat(pace.rest()).isZero();
    }

    @Test
    void a_backlog_that_grows_gets_an_eighth_of_the_time() {
        carry(20, 101);

        assertThat(pace.rest()).isEqualTo(Duration.ofMillis(140));
        advance(150);
        assertThat(pace.rest()).isNegative();
    }

    @Test
    void nobody_rests_for_longer_than_a_second() {
        carry(5_000, 101);

        assertThat(pace.rest()).isEqualTo(Pace.LONGEST_REST);
    }

    @Test
    void what_takes_long_is_cut_into_slices_lest_it_be_more_than_an_eighth() {
        carry(1_000, 101);
        assertThat(pace.page()).isEqualTo(14);
        advance(1_000);
        carry(140, 15);
        assertThat(pace.rest()).isEqualTo(Duration.ofMillis(980));
        assertThat(pace.page()).isEqualTo(14);
        carry(60_000, 15);
        assertThat(pace.page()).isOne();
    }

    @Test
    void when_the_senders_pause_there_is_no_more_rest() {
        carry(20, 500);
        advance(140);
        carry(2_000, 500);
        advance(1_000);
        carry(20, 0);

        assertThat(pace.rest()).isZero();
        assertThat(pace.page()).isEqualTo(Pace.MAX_PAGE);
    }
}
