package dev.parley.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@example.com",
                "a+b/c=d'e@sub.example-host.org",
                "!#$%&'*+-/=?^_`{|}~@example.org",
                "a.b.c@example.org",
                "x@localhost",
                "用户@example.com",
                "ünï@1.example"
            })
    void addresses_of_the_unquoted_form(String address) {
        assertThat(new Email(address)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "@example.com",
                "ann@",
                "ann@@example.com",
                ".ann@example.com",
                "ann.@example.com",
                "a..n@example.com",
                ".@example.com",
                "ann@exa mple.com",
                "an n@example.com",
                "ann@example..com",
                "ann@.example.com",
                "ann@-example.com",
                "ann@example.com.",
                "ann@example.com\n",
                "ann@example.com, bob@example.com",
                "\"ann\"@example.com",
                "ann\u0000@example.com",
                "ann\ud83d@example.com"
            })
    void other_forms_are_refused(String address) {
        assertThatThrownBy(() -> new Email(address)).isInstanceOf(ChatException.Invalid.class);
        assertThat(Email.of(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann\u0085@example.com",
                "ann\u00a0@example.com",
                "\u200bann@example.com",
                "\u202eann@x.com",
                "\u3164ann@example.com",
                "an\uffa0n@example.com",
                "ann\ufe0f@example.com",
                "ann\udb40\udd00@example.com"
            })
    void an_address_with_invisible_characters_does_not_pass_for_another_one(String address) {
        assertThatThrownBy(() -> new Email(address)).isInstanceOf(ChatException.Invalid.class);
    }

    @Test
    void lengths_are_counted_in_bytes() {
        String host = "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(61);

        assertThat(new Email("a".repeat(64) + "@" + host.substring(0, 189)).value())
                .hasSize(254);
        assertThatThrownBy(() -> new Email("a".repeat(64) + "@" + host + "c"))
                .isInstanceOf(ChatException.Invalid.class);
        assertThatThrownBy(() -> new Email("a".repeat(65) + "@example.com")).isInstanceOf(ChatException.Invalid.class);
        assertThatThrownBy(() -> new Email("ü".repeat(33) + "@example.com")).isInstanceOf(ChatException.Invalid.class);
    }

    @Test
    void a_long_address_is_refused_quickly() {
        String address = "a@" + "a.".repeat(500_000) + "a";

        assertThatThrownBy(() -> new Email(address)).isInstanceOf(ChatException.Invalid.class);
    }

    @Test
    void case_does_not_make_another_address() {
        assertThat(new Email("Ann@Example.COM").key()).isEqualTo("ann@example.com");
        assertThat(new Email("Ann@Example.COM").localPart()).isEqualTo("Ann");
    }
}
