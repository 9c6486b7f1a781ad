package dev.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d", "ok\ud83d"})
    void a_surrogate_without_its_partner_is_torn(String text) {
        assertThat(Texts.isTorn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\ud83d\ude00", "\ud83d\ude00\ud83d\ude00", "e\u0301"})
    void whole_text_is_not_torn(String text) {
        assertThat(Texts.isTorn(text)).isFalse();
    }

    @Test
    void control_characters_are_those_of_c0_c1_and_del() {
        assertThat(Texts.hasControl("a\u0000", "")).isTrue();
        assertThat(Texts.hasControl("a\u007f", "")).isTrue();
        assertThat(Texts.hasControl("a\u0085", "")).isTrue();
        assertThat(Texts.hasControl("a\n\tb", "\n\t")).isFalse();
        assertThat(Texts.hasControl("a\n\tb", "\n")).isTrue();
        assertThat(Texts.hasControl("a\u00a0b", "")).isFalse();
    }

    @Test
    void what_a_text_contains_its_folded_text_contains_folded() {
        assertThat(Texts.folded("ΣΟΦΟΣ ist")).contains(Texts.folded("φος")).contains(Texts.folded("ΣΟΦΟΣ"));
        assertThat(Texts.folded("MU\u0308LLER")).isEqualTo(Texts.folded("müller"));
        assertThat(Texts.folded("Stra\u00dfe")).isEqualTo(Texts.folded("STRASSE"));
        assertThat(Texts.folded("\u0130zmir")).contains(Texts.folded("I"));
        assertThat(Texts.folded("\uff8b\uff9b")).isEqualTo("ヒロ");
        assertThat(Texts.folded("\ud801\udc00")).isEqualTo("\ud801\udc28");
    }

    @Test
    void length_counts_code_points() {
        assertThat(Texts.length("a\ud83d\ude00b")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0", "\u200b\u200d", "\u2028", "\u3000 \ufeff", "\u202e"})
    void spaces_and_format_characters_are_invisible(String text) {
        assertThat(Texts.isInvisible(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                ' ', '\t', 0x7f, 0x85, 0xa0, 0xad, 0x34f, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180f, 0x200b, 0x2028,
                0x202e, 0x2065, 0x2800, 0x3000, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff8, 0xe0001, 0xe0100,
                0xe0fff
            })
    void some_characters_are_not_seen_wherever_they_stand(int character) {
        assertThat(Texts.isUnseen(character)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {'a', '.', 0x301, 0x1100, 0x1161, 0x2801, 0x3131, 0xfe10, 0xfffd, 0x1f600, 0xdffff, 0xe1000})
    void others_are(int character) {
        assertThat(Texts.isUnseen(character)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "\u00a0a", "\ud83d\udc68\u200d\ud83d\udc69", "\u0301"})
    void anything_else_is_visible(String text) {
        assertThat(Texts.isInvisible(text)).isFalse();
    }
}
