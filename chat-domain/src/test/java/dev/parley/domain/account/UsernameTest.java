package dev.parley.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
    @ParameterizedTest
    @ValueSource(strings = {"ab", "Ann_b.c-9", "12", "..", "abcdefghijklmnopqrstuvwxyz012345"})
    void two_to_thirty_two_letters_digits_and_three_signs(String name) {
        assertThat(new Username(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "abcdefghijklmnopqrstuvwxyz0123456",
                "ann b",
                " ann",
                "ann\n",
                "änn",
                "аnn", // Cyrillic
                "ann@host",
                "a\u0000b",
                "\u0661\u0662"
            })
    void anything_else_is_refused(String name) {
        assertThatThrownBy(() -> new Username(name))
                .isInstanceOfSatisfying(
                        ChatException.Invalid.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_USERNAME));
    }

    @Test
    void case_does_not_make_another_name() {
        assertThat(new Username("ANNI").key()).isEqualTo(new Username("anni").key());
    }
}
