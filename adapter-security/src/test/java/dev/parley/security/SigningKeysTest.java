package dev.parley.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void a_secret_of_32_bytes_is_enough_and_31_are_not() {
        assertThat(new SigningKey("k", SECRET).secret()).isEqualTo(SECRET);
        assertThat(new SigningKey("k", "ü".repeat(16)).secret()).hasSize(16);
        assertThatThrownBy(() -> new SigningKey("k", SECRET.substring(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a secret needs at least 32 bytes, this one has 31");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a:b", "a,b", "ü", "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void a_key_needs_a_plain_name(String kid) {
        assertThatThrownBy(() -> new SigningKey(kid, SECRET)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void there_is_at_least_one_key_and_no_two_of_one_name() {
        assertThatThrownBy(() -> new SigningKeys(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new SigningKeys(List.of(new SigningKey("a", SECRET), new SigningKey("a", SECRET + "2"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two keys are named 'a'");
    }

    @Test
    void no_print_shows_a_secret() {
        assertThat(SigningKeys.of("k", SECRET).toString()).contains("kid=k").doesNotContain(SECRET);
    }
}
