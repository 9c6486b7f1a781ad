package dev.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {
    /** Of each kind in UTS #51; the last is one that JDK 17 does not know as a character. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍",
                "👍🏽",
                "❤",
                "❤️",
                "☝🏿",
                "🇯🇵",
                "1️⃣",
                "#⃣",
                "*️⃣",
                "👩‍👩‍👧‍👦",
                "👩🏽‍❤️‍💋‍👩🏻",
                "🏳️‍🌈",
                "👁️‍🗨️",
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
                "‼",
                "⁉️",
                "〰️",
                "〽️",
                "©",
                "®️",
                "™",
                "ℹ️",
                "Ⓜ️",
                "㊗️",
                "↔️",
                "▶️",
                "◾",
                "➕",
                "⤴️",
                "⭐",
                "🏻",
                "🅰️",
                "🀄",
                "\uD83E\uDEE9"
            })
    void an_emoji_is_taken_as_it_is(String text) {
        assertThat(new Emoji(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "é",
                "ß",
                "日",
                "1",
                "#",
                "12",
                "1️",
                "+1",
                ":)",
                "$",
                "<",
                "×",
                "\u0000",
                "👍\u0000",
                "👍\n",
                "👍 ",
                " 👍",
                "👍a",
                "a👍",
                "👍👍",
                "1⃣2⃣",
                "🇯",
                "🇯🇵🇩🇪",
                "\uFE0F",
                "\u200D",
                "👍\u200D",
                "\u200D👍",
                "👩\u200D\u200D👧",
                "👍🏽🏽",
                "\u20E3",
                "a\u20E3",
                "\uD83D",
                "\uDC4D",
                "👍\uD83D",
                "🏴\uDB40\uDC67",
                "👍\u0301",
                "👍\u202E",
                "\uE000",
                "\uFFFD",
                "%F0%9F%91%8D"
            })
    void what_is_not_one_emoji_is_refused(String text) {
        assertRefused(text);
    }

    @Test
    void a_sequence_has_16_code_points_at_most() {
        String longest = "👩\u200D".repeat(7) + "👩🏽";
        assertThat(new Emoji(longest).value()).isEqualTo(longest);
        assertRefused(longest.replace("🏽", "\u200D👩"));
        assertRefused("👩\u200D".repeat(100_000) + "👩");
        assertRefused("👍".repeat(100_000));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> new Emoji(text))
                .isInstanceOfSatisfying(
                        ChatException.Invalid.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_EMOJI));
    }
}
