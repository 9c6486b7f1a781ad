package dev.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {
    private static final int MAX = 10;

    @Test
    void beside_something_else_a_text_may_be_empty() {
        assertThat(Content.beside(" \u200b\n", MAX)).isEqualTo(Content.NONE);
        assertThat(Content.beside(" a ", MAX)).hasToString("a");
        assertThatThrownBy(() -> Content.beside("a".repeat(MAX + 1), MAX)).isInstanceOf(ChatException.Invalid.class);
        assertThatThrownBy(() -> Content.beside("\u0000", MAX)).isInstanceOf(ChatException.Invalid.class);
    }

    @Test
    void content_is_trimmed_before_it_is_measured() {
        assertThat(Content.written(" \n\t 0123456789 \u2003\n", MAX)).hasToString("0123456789");
    }

    @Test
    void newlines_and_tabs_inside_are_kept() {
        assertThat(Content.written("a\n\tb", MAX)).hasToString("a\n\tb");
    }

    @Test
    void the_newlines_of_a_form_become_newlines() {
        assertThat(Content.written("a\r\nb\r\n", MAX)).hasToString("a\nb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\u0000b", "a\u0007", "a\u001bb", "a\u0085b", "a\u007f", "a\ud83d", "a\r\r\nb"})
    void other_control_characters_and_torn_ones_are_refused(String text) {
        assertRefused(text, ErrorCode.INVALID_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n\r\n\t", "\u2003"})
    void nothing_is_no_message(String text) {
        assertRefused(text, ErrorCode.INVALID_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u200b\u200b", "\ufeff", "\u202e "})
    void a_message_that_cannot_be_seen_is_refused(String text) {
        assertRefused(text, ErrorCode.INVALID_CONTENT);
    }

    @Test
    void length_counts_what_people_count() {
        assertThat(Content.written("\ud83d\ude00".repeat(MAX), MAX).text()).hasSize(2 * MAX);
        assertRefused("\ud83d\ude00".repeat(MAX + 1), ErrorCode.CONTENT_TOO_LONG);
        assertRefused("a".repeat(MAX + 1), ErrorCode.CONTENT_TOO_LONG);
    }

    @Test
    void a_tombstone_is_empty_and_what_was_stored_stays_as_it_is() {
        assertThat(Content.NONE.text()).isEmpty();
        assertThat(new Content("a".repeat(5_000)).text()).hasSize(5_000);
    }

    private static void assertRefused(String text, ErrorCode code) {
        assertThatThrownBy(() -> Content.written(text, MAX))
                .isInstanceOfSatisfying(
                        ChatException.Invalid.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
