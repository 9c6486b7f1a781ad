package dev.parley.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void a_display_name_is_trimmed_and_of_any_script() {
        assertThat(new DisplayName("  Ann 安  ").value()).isEqualTo("Ann 安");
        assertThat(new DisplayName("\ud83d\ude00".repeat(64)).value()).hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\nb", "a\u0007b", "a\ud83d", "a\u2028b", "a\u2029b"})
    void a_display_name_is_one_line_that_can_be_shown(String name) {
        assertThatThrownBy(() -> new DisplayName(name)).isInstanceOf(ChatException.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u200b", "\u202e\u2066", "\u3000\ufeff"})
    void a_display_name_that_cannot_be_seen_is_refused(String name) {
        assertThatThrownBy(() -> new DisplayName(name)).isInstanceOf(ChatException.Invalid.class);
    }

    @Test
    void a_display_name_of_65_characters_is_too_long() {
        assertThatThrownBy(() -> new DisplayName("a".repeat(65))).isInstanceOf(ChatException.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({"en,en", "EN,en", "pt-br,pt-BR", "zh-hant-tw,zh-Hant-TW", "deu,deu", "sl-rozaj-biske,sl-rozaj-biske"})
    void a_language_has_its_canonical_case(String given, String tag) {
        assertThat(new Language(given).tag()).isEqualTo(tag);
        assertThat(new Language(tag)).hasToString(tag);
    }

    @ParameterizedTest
    @CsvSource({
        "en, en",
        "pt-BR, pt",
        "zh-Hant-TW, zh",
        "spa, es",
        "deu-AT, de",
        "fil, fil",
        "nb-NO, no",
        "nob, no",
        "nor, no",
        "nno, nn",
        "nn, nn",
        "iw, he"
    })
    void of_a_language_the_primary_one_is_what_texts_are_translated_into(String given, String primary) {
        assertThat(new Language(given).primary()).isEqualTo(new Language(primary));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e",
                "english",
                "en_US",
                "en-",
                "-en",
                "en us",
                "und",
                "und-US",
                "en-US-u-ca-buddhist-x-y",
                "en-GB-oed",
                "zh-min",
                "cel-gaulish"
            })
    void what_is_no_language_tag_is_refused(String tag) {
        assertThatThrownBy(() -> new Language(tag)).isInstanceOf(ChatException.Invalid.class);
        assertThat(Language.of(tag)).isEmpty();
    }

    /** All of RFC 5646 §2.2.8 that have the form, and what random subtags make. */
    @Test
    void a_language_that_was_kept_can_be_read_again() {
        Random random = new Random(1);
        String alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
        List<String> tags = new ArrayList<>(List.of(
                ("en-GB-oed sgn-BE-FR sgn-BE-NL sgn-CH-DE art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min"
                                + " zh-min-nan zh-xiang zh-yue iw in ji ja-JP-JP th-TH-TH no-NO-NY")
                        .split(" ")));
        for (int i = 0; i < 20_000; i++) {
            tags.add(IntStream.rangeClosed(0, random.nextInt(4))
                    .mapToObj(part -> random.ints(2 + random.nextInt(part == 0 ? 2 : 7), 0, part == 0 ? 26 : 36)
                            .mapToObj(letter -> alphabet.substring(letter, letter + 1))
                            .collect(Collectors.joining()))
                    .collect(Collectors.joining("-")));
        }
        assertThat(tags)
                .allSatisfy(tag -> Language.of(tag).ifPresent(language -> {
                    assertThat(Language.of(language.tag())).isPresent();
                    assertThat(Language.of(language.primary().tag())).contains(language.primary());
                }));
    }

    @Test
    void a_session_id_that_nobody_here_made_is_no_proof() {
        assertThat(new SessionId("a".repeat(22))).hasToString("a".repeat(22));
        assertThatThrownBy(() -> new SessionId("a".repeat(21))).isInstanceOf(ChatException.Unauthenticated.class);
        assertThatThrownBy(() -> new SessionId("a".repeat(65))).isInstanceOf(ChatException.Unauthenticated.class);
        assertThatThrownBy(() -> new SessionId("a".repeat(22) + "\n"))
                .isInstanceOf(ChatException.Unauthenticated.class);
    }

    @Test
    void a_token_hash_is_the_sha_256_of_the_token() {
        assertThat(TokenHash.of("abc").value())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
