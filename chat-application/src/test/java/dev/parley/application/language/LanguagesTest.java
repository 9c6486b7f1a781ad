package dev.parley.application.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.Language;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {
    private final List<String> asked = new ArrayList<>();
    private final Languages languages = new Languages(text -> {
        asked.add(text);
        return text.contains("the") ? Optional.of(new Language("en")) : Optional.empty();
    });

    private static Message message(long room, long seq, String text) {
        return new Message(
                new RoomId(room),
                new Seq(seq),
                new Rev(seq),
                MessageKey.unnamed("m" + seq),
                new UserId(1),
                new Content(text),
                Instant.EPOCH,
                null,
                text.isEmpty(),
                Reactions.NONE,
                null);
    }

    @Test
    void a_message_is_looked_at_once() {
        for (int i = 0; i < 3; i++) {
            assertThat(languages.of(message(1, 7, "the house"))).contains(new Language("en"));
            assertThat(languages.of(message(1, 8, "1 2 3"))).isEmpty();
        }
        assertThat(asked).containsExactly("the house", "1 2 3");
    }

    @Test
    void an_edited_message_is_looked_at_again_and_the_same_text_is_not() {
        for (long room = 1; room < 20_000; room++) {
            assertThat(languages.of(message(room, 1, "the house"))).isPresent();
            assertThat(languages.of(message(room, 1, "la casa"))).isEmpty();
        }
        assertThat(asked).containsExactly("the house", "la casa");
    }

    /** Anybody can write them. */
    @Test
    void texts_of_one_hash_have_each_its_own_language() {
        String english = "the house";
        String other = "tiF house";
        assertThat(other).hasSameHashCodeAs(english);
        assertThat(languages.of(message(1, 1, english))).isPresent();
        assertThat(languages.of(message(1, 1, other))).isEmpty();
        assertThat(languages.of(message(1, 1, english))).isPresent();
    }

    @Test
    void of_many_texts_each_has_its_own_language() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20_000; i++) {
                assertThat(languages.of(message(1, 1, i + " the house"))).isPresent();
                assertThat(languages.of(message(1, 1, i + " la casa"))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"```\nat org.example.Main\n```", "https://example.org/a-b-c", "@somebody", "😀😀", "12 345 678"})
    void what_stands_in_front_of_the_words_does_not_hide_them(String part) {
        String text = (part + " ").repeat(3_000 / part.length()) + "is this the house";
        assertThat(languages.of(message(1, 1, text))).contains(new Language("en"));
        assertThat(languages.of(message(1, 2, text))).isPresent();
        assertThat(asked).as("each of both once").hasSize(2);
        assertThat(languages.of(message(1, 3, text.replace("the", "a")))).isEmpty();
    }

    @Test
    void where_the_first_words_tell_the_language_nothing_more_is_looked_at() {
        String text = "the " + "word ".repeat(2_000);
        assertThat(languages.of(message(1, 1, text))).isPresent();
        assertThat(asked)
                .hasSize(1)
                .allSatisfy(words -> assertThat(words.length()).isLessThanOrEqualTo(400));
    }

    @Test
    void only_words_are_looked_at_and_not_more_than_needed() {
        assertThat(languages.of(message(1, 1, "@the https://the.example `the`")))
                .isEmpty();
        assertThat(languages.of(message(1, 2, ""))).isEmpty();
        assertThat(languages.of(message(1, 3, "word ".repeat(2_000)))).isEmpty();
        assertThat(languages.of(message(1, 4, "x".repeat(10_000)))).isEmpty();
        assertThat(asked)
                .hasSize(5)
                .allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(4_000));
    }
}
