package dev.parley.application.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.fixture.TestTime;
import dev.parley.domain.ChatException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final TestTime time = new TestTime();
    private final RateLimiter limiter = RateLimiter.of(new Rate(3, 60), time::nanoTime);

    @Test
    void a_burst_is_taken_and_then_one_comes_back_each_interval() {
        take(3, "ann");
        assertRefused("ann", Duration.ofSeconds(1));
        advance(Duration.ofMillis(999));
        assertRefused("ann", Duration.ofMillis(1));
        advance(Duration.ofMillis(1));
        take(1, "ann");
        assertRefused("ann", Duration.ofSeconds(1));
    }

    @Test
    void a_refusal_costs_nothing() {
        take(3, "ann");
        IntStream.range(0, 100).forEach(i -> assertRefused("ann", Duration.ofSeconds(1)));
        advance(Duration.ofSeconds(1));
        take(1, "ann");
    }

    @Test
    void a_bucket_never_holds_more_than_the_burst() {
        advance(Duration.ofHours(1));
        take(3, "ann");
        assertRefused("ann", Duration.ofSeconds(1));
        advance(Duration.ofHours(1));
        take(3, "ann");
        assertRefused("ann", Duration.ofSeconds(1));
    }

    @Test
    void keys_do_not_share() {
        take(3, "ann");
        take(3, "bob");
    }

    @Test
    void the_key_that_was_used_last_is_remembered_however_many_others_come() {
        take(3, "ann");
        IntStream.range(0, RateLimiter.MAX_KEYS - 1).forEach(i -> take(1, "k" + i));
        assertRefused("ann", Duration.ofSeconds(1));
        IntStream.range(0, RateLimiter.MAX_KEYS).forEach(i -> take(1, "l" + i));
        take(3, "ann");
    }

    @Test
    void off_is_off() {
        IntStream.range(0, 10_000).forEach(i -> RateLimiter.off().take("ann"));
    }

    @Test
    void a_rate_of_nothing_is_a_mistake() {
        assertThatThrownBy(() -> new Rate(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void take(int count, String key) {
        IntStream.range(0, count).forEach(i -> limiter.take(key));
    }

    private void advance(Duration by) {
        time.advance(by, () -> {});
    }

    private void assertRefused(String key, Duration wait) {
        assertThatThrownBy(() -> limiter.take(key))
                .isInstanceOfSatisfying(
                        ChatException.TooMany.class,
                        refusal -> assertThat(refusal.retryAfter()).contains(wait));
    }
}
