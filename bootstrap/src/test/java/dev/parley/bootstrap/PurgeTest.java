package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PurgeTest {
    private final List<String> done = new ArrayList<>();

    private Runnable failing(String step, RuntimeException failure) {
        return () -> {
            done.add(step);
            throw failure;
        };
    }

    @Test
    void a_step_that_fails_keeps_none_of_the_others() {
        Purge purge = new Purge(List.of(
                failing("rooms", new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE)),
                failing("sessions", new IllegalStateException("broken")),
                () -> done.add("codes")));
        purge.run();
        purge.run();
        assertThat(done).containsExactly("rooms", "sessions", "codes", "rooms", "sessions", "codes");
    }
}
