package dev.parley.application.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Language;
import dev.parley.domain.message.Content;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterpreterTest {
    private static final Language ENGLISH = new Language("en");
    private static final Language SPANISH = new Language("es");
    private static final Language GERMAN = new Language("de");

    private final Phrasebook phrasebook = new Phrasebook();
    private final Interpreter interpreter = new Interpreter(phrasebook, 40);

    private String translated(String text) {
        return interpreter
                .translate(new Content(text), ENGLISH, SPANISH)
                .map(Content::text)
                .orElse("");
    }

    @Test
    void the_same_text_is_asked_once_for_each_language() {
        phrasebook.say(text -> "la casa");
        assertThat(translated("the house")).isEqualTo("la casa");
        assertThat(translated("the house")).isEqualTo("la casa");
        assertThat(phrasebook.asked()).containsExactly("the house");
        assertThat(interpreter.translate(new Content("the house"), ENGLISH, GERMAN))
                .isPresent();
        assertThat(phrasebook.asked()).hasSize(2);
    }

    @Test
    void two_who_ask_at_the_same_time_are_answered_by_one_question() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        phrasebook.say(text -> {
            asked.countDown();
            try {
                assertThat(answer.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "la casa";
        });
        List<CompletableFuture<String>> answers = IntStream.range(0, 4)
                .mapToObj(i -> {
                    CompletableFuture<String> done = new CompletableFuture<>();
                    Thread thread = new Thread(() -> done.complete(translated("the house")));
                    thread.setDaemon(true);
                    thread.start();
                    return done;
                })
                .toList();
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        answer.countDown();
        for (CompletableFuture<String> each : answers) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo("la casa");
        }
        assertThat(phrasebook.asked()).hasSize(1);
    }

    @Test
    void what_failed_is_asked_again() {
        phrasebook.say(text -> {
            throw new ChatException.Unavailable(ErrorCode.TRANSLATION_UNAVAILABLE);
        });
        assertThatThrownBy(() -> translated("the house")).isInstanceOf(ChatException.Unavailable.class);
        phrasebook.say(text -> "la casa");
        assertThat(translated("the house")).isEqualTo("la casa");
    }

    @Test
    void what_came_back_as_no_translation_is_asked_again() {
        phrasebook.say(text -> "");
        assertThat(translated("the house")).isEmpty();
        phrasebook.say(text -> "la casa");
        assertThat(translated("the house")).isEqualTo("la casa");
    }

    @Test
    void only_words_are_given_away() {
        phrasebook.say(text -> text.replace("the house", "la casa"));
        assertThat(translated("@ann the house 😀 `the house`")).isEqualTo("@ann la casa 😀 `the house`");
        assertThat(phrasebook.asked()).containsExactly("the house");
        assertThat(translated("@ann 😀 https://example.org")).isEmpty();
        assertThat(phrasebook.asked()).hasSize(1);
    }

    /** The original has a mention between its words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  \n ",
                "la casa",
                "la casa XQ0X XQ0X",
                "la casa de XQ0X en https://evil.example",
                "la casa XQ0X @eve",
                "la casa XQ0X \u0007",
                "XQ0X la casa que es mucho más larga que un mensaje",
                "XQ0X \uD800"
            })
    void what_is_no_translation_is_none(String answer) {
        phrasebook.say(text -> answer);
        assertThat(translated("the @ann house")).isEmpty();
    }

    @Test
    void what_is_far_longer_or_shorter_is_none() {
        phrasebook.say(text -> "casa ".repeat(5));
        assertThat(translated("it")).isEmpty();
        phrasebook.say(text -> "ca");
        assertThat(translated("the house of my friend is big")).isEmpty();
    }

    @Test
    void the_newest_thousand_are_kept() {
        phrasebook.say(text -> "la casa");
        for (int i = 0; i <= Interpreter.MAX_KEPT; i++) {
            translated("house " + i);
        }
        translated("house " + Interpreter.MAX_KEPT);
        assertThat(phrasebook.asked()).hasSize(Interpreter.MAX_KEPT + 1);
        translated("house 0");
        assertThat(phrasebook.asked()).hasSize(Interpreter.MAX_KEPT + 2);
    }
}
