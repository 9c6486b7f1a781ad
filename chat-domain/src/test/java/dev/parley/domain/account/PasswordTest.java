package dev.parley.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
    @Test
    void eight_characters_are_enough_whatever_they_are() {
        assertThat(Password.isAcceptable("12345678")).isTrue();
        assertThat(Password.isAcceptable(" 345678 ")).isTrue();
        assertThat(Password.isAcceptable("\ud83d\ude00".repeat(8))).isTrue();
    }

    @Test
    void seven_characters_are_too_few_even_of_many_bytes() {
        assertThat(Password.isAcceptable("1234567")).isFalse();
        assertThat(Password.isAcceptable("\ud83d\ude00".repeat(7))).isFalse();
    }

    @Test
    void what_bcrypt_would_cut_is_refused() {
        assertThat(Password.isAcceptable("a".repeat(72))).isTrue();
        assertThat(Password.isAcceptable("a".repeat(73))).isFalse();
        assertThat(Password.isAcceptable("é".repeat(36))).isTrue();
        assertThat(Password.isAcceptable("é".repeat(36) + "a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567\u00008", "\u000012345678", "12345678\ud83d", "1234567\ude00"})
    void a_nul_and_a_torn_character_are_refused(String text) {
        assertThat(Password.isAcceptable(text)).isFalse();
        assertThatThrownBy(() -> new Password(text)).isInstanceOf(ChatException.Invalid.class);
    }

    @Test
    void secrets_do_not_print_themselves() {
        assertThat(new Password("very secret")).asString().doesNotContain("secret");
        assertThat(new PasswordHash("$2a$very")).asString().doesNotContain("very");
    }
}
