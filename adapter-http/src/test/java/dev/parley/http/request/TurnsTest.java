package dev.parley.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();
    private final List<Object> remembered = new ArrayList<>();

    private void begin(Object whose) {
        turns.begin(whose, (name, value) -> remembered.add(value));
    }

    @Test
    void one_user_or_one_address_does_not_hold_what_others_need() {
        List<Object> all = List.of("192.0.2.1", new UserId(1), "192.0.2.2", new UserId(2));
        for (Object whose : all) {
            for (int i = 0; i < 32; i++) {
                begin(whose);
            }
        }
        for (Object whose : all) {
            assertThatExceptionOfType(ChatException.Unavailable.class).isThrownBy(() -> begin(whose));
        }
        assertThat(remembered)
                .as("also of who was refused, for it ends as well")
                .hasSize(4 * 33);
        begin(new UserId(3));
    }

    @Test
    void who_has_a_turn_gives_it_back_however_it_ends() {
        UserId user = new UserId(1);
        for (int i = 0; i < 100; i++) {
            assertThat(turns.<String>during(user, () -> "done")).isEqualTo("done");
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> turns.during(user, () -> {
                        throw new IllegalStateException("it failed");
                    }));
        }
        for (int i = 0; i < 32; i++) {
            begin(user);
        }
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(ChatException.Unavailable.class)
                    .isThrownBy(() -> turns.during(user, () -> "not done"));
        }
    }
}
