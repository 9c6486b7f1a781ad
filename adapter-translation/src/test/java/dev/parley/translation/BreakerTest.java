package dev.parley.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Breaker breaker = new Breaker(now::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            if (breaker.failed()) {
                boolean unused = breaker.open();
            }
        }
    }

    @Test
    void a_success_between_failures_starts_the_count_anew() {
        fail(Breaker.MOST_FAILURES - 1);
        assertThat(breaker.succeeded()).isFalse();
        fail(Breaker.MOST_FAILURES - 1);
        assertThat(breaker.lets()).isTrue();
        assertThat(breaker.failed()).isTrue();
        assertThat(breaker.lets()).as("who has counted may still look").isTrue();
        assertThat(breaker.open()).isTrue();
        assertThat(breaker.lets()).isFalse();
    }

    @Test
    void after_the_pause_one_may_try_and_its_success_lets_all() {
        fail(Breaker.MOST_FAILURES);
        now.addAndGet(Breaker.PAUSE.toNanos() - 1);
        assertThat(breaker.lets()).isFalse();
        now.incrementAndGet();
        assertThat(breaker.lets()).isTrue();
        assertThat(breaker.lets()).isFalse();
        assertThat(breaker.failed()).isTrue();
        assertThat(breaker.open()).as("it was").isFalse();
        assertThat(breaker.lets()).isFalse();
        now.addAndGet(Breaker.PAUSE.toNanos());
        assertThat(breaker.lets()).isTrue();
        assertThat(breaker.succeeded()).isTrue();
        assertThat(breaker.lets()).isTrue();
        assertThat(breaker.lets()).isTrue();
    }
}
