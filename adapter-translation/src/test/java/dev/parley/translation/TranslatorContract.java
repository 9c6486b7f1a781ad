package dev.parley.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Language;
import dev.parley.translation.TranslationConfig.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised of every kind of service, whatever it answers: a text, or {@link ChatException.Unavailable}, soon. */
abstract class TranslatorContract {
    static final Language ENGLISH = new Language("en");
    static final Language SPANISH = new Language("es");
    static final Language GERMAN = new Language("de");
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final MockWebServer server = new MockWebServer();
    private final List<String> warnings = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final Kind kind;
    private RemoteTranslator translator;

    TranslatorContract(Kind kind) {
        this.kind = kind;
    }

    /** The service says that it translates English into Spanish and back, in its own words. */
    abstract String pairs();

    /** The service says that this is the translation. */
    abstract String translation(String jsonText);

    /** What it was asked to translate. */
    abstract void assertAsked(String body, String text);

    @BeforeEach
    void start() throws IOException {
        server.start();
        String url = server.url("/base").toString();
        TranslationConfig config = new TranslationConfig(kind, url, "key of ours");
        translator = new RemoteTranslator(new Web(url, PATIENCE), config, now::get, warnings::add);
    }

    @AfterEach
    void stop() {
        translator.close();
        server.close();
    }

    private void answer(String body) {
        server.enqueue(new MockResponse.Builder().body(body).build());
    }

    private RecordedRequest taken() throws InterruptedException {
        RecordedRequest request = server.takeRequest(1, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    private void assertAway() {
        assertThatThrownBy(() -> translator.translate("the house", ENGLISH, SPANISH))
                .isInstanceOfSatisfying(
                        ChatException.Unavailable.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSLATION_UNAVAILABLE))
                .hasNoCause(); // Which might show what the service said in somebody's log.
    }

    private void ready() {
        answer(pairs());
        assertThat(translator.translates(ENGLISH, SPANISH)).isTrue();
    }

    @Test
    void a_text_is_asked_and_comes_back_whole() throws Exception {
        ready();
        assertThat(translator.translates(SPANISH, ENGLISH)).isTrue();
        assertThat(translator.translates(ENGLISH, GERMAN)).isFalse();
        assertThat(translator.translates(ENGLISH, ENGLISH)).isFalse();
        answer(translation("\"la casa\\n\\\"es\\\" 100 % & 😀\""));
        String text = "the house\n\"is\" 100 % & 😀 + = ?";
        assertThat(translator.translate(text, ENGLISH, SPANISH)).isEqualTo("la casa\n\"es\" 100 % & 😀");
        assertThat(taken().getUrl().encodedPath()).startsWith("/base/");
        RecordedRequest request = taken();
        assertThat(request.getUrl().encodedPath()).isEqualTo("/base/translate");
        assertThat(request.getUrl().query()).isNull(); // Where it would stand in somebody's log.
        assertThat(request.getBody()).isNotNull();
        assertAsked(request.getBody().utf8(), text);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void what_it_can_is_asked_again_after_ten_minutes() {
        ready();
        now.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(translator.translates(ENGLISH, SPANISH)).isTrue();
        assertThat(server.getRequestCount()).isEqualTo(1);
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        answer(pairs());
        assertThat(translator.translates(ENGLISH, SPANISH)).isTrue();
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>busy</html>",
                "{\"error\":\"no\"}",
                "{\"translatedText\":7,\"responseData\":{\"translatedText\":null}}",
                "{\"translatedText\":\"cut of"
            })
    void garbage_is_no_translation(String garbage) {
        ready();
        answer(garbage);
        assertAway();
        answer(translation("\"la casa\""));
        assertThat(translator.translate("the house", ENGLISH, SPANISH)).isEqualTo("la casa");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 429, 500, 502, 503})
    void a_status_that_is_no_success_is_no_translation(int status) {
        ready();
        server.enqueue(new MockResponse.Builder()
                .code(status)
                .setHeader("Location", "/elsewhere")
                .body(translation("\"la casa\""))
                .build());
        assertAway();
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void an_answer_without_an_end_is_read_to_a_bound() {
        ready();
        answer(translation("\"" + "casa ".repeat(Web.MAX_ANSWER_BYTES / 5) + "\""));
        assertAway();
    }

    @Test
    void who_is_slow_is_not_waited_for() {
        ready();
        server.enqueue(new MockResponse.Builder()
                .body(translation("\"la casa\""))
                .throttleBody(1, 300, TimeUnit.MILLISECONDS)
                .build());
        long begin = System.nanoTime();
        assertAway();
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        assertAway();
        assertThat(System.nanoTime() - begin)
                .isLessThan(PATIENCE.multipliedBy(5).toNanos());
    }

    private void fail() {
        server.enqueue(new MockResponse.Builder().code(500).build());
    }

    @Test
    void texts_on_which_it_fails_do_not_make_it_be_left_alone() throws InterruptedException {
        ready();
        answer(translation("\"la casa\""));
        assertThat(translator.translate("the house", ENGLISH, SPANISH)).isEqualTo("la casa");
        taken();
        taken();
        for (int i = 0; i < 4 * Breaker.MOST_FAILURES; i++) {
            fail();
            if (i % Breaker.MOST_FAILURES == Breaker.MOST_FAILURES - 1) {
                answer(translation("\"hola\""));
            }
            assertAway();
        }
        answer(translation("\"la casa\""));
        assertThat(translator.translate("the house", ENGLISH, SPANISH)).isEqualTo("la casa");
        for (int i = 0; i < Breaker.MOST_FAILURES; i++) {
            taken();
        }
        RecordedRequest harmless = taken();
        assertThat(harmless.getBody()).isNotNull();
        assertAsked(harmless.getBody().utf8(), "hello");
        assertThat(warnings).singleElement().asString().contains("does not do what it is asked: status 500:");
    }

    @Test
    void who_does_not_say_what_it_can_is_left_alone_whatever_else_it_does() {
        ready();
        now.addAndGet(Duration.ofMinutes(11).toNanos());
        for (int i = 0; i < Breaker.MOST_FAILURES; i++) {
            fail();
            assertAway();
        }
        assertThat(warnings).singleElement().asString().contains("it is left alone");
        int asked = server.getRequestCount();
        assertAway();
        assertThat(server.getRequestCount()).isEqualTo(asked);
    }

    @Test
    void who_comes_back_and_is_asked_first_what_it_fails_on_is_back() {
        ready();
        for (int i = 0; i <= Breaker.MOST_FAILURES; i++) {
            fail();
        }
        for (int i = 0; i < Breaker.MOST_FAILURES; i++) {
            assertAway();
        }
        now.addAndGet(Breaker.PAUSE.toNanos());
        fail();
        answer(translation("\"hola\""));
        assertAway();
        answer(translation("\"la casa\""));
        assertThat(translator.translate("the house", ENGLISH, SPANISH)).isEqualTo("la casa");
    }

    @Test
    void who_has_failed_five_times_and_on_a_harmless_word_is_left_alone_and_asked_again_later() {
        ready();
        for (int i = 0; i <= Breaker.MOST_FAILURES; i++) {
            fail();
        }
        for (int i = 0; i < Breaker.MOST_FAILURES; i++) {
            assertAway();
        }
        int asked = server.getRequestCount();
        for (int i = 0; i < 20; i++) {
            assertAway();
        }
        assertThat(server.getRequestCount()).isEqualTo(asked);

        now.addAndGet(Breaker.PAUSE.toNanos());
        answer(translation("\"la casa\""));
        assertThat(translator.translate("the house", ENGLISH, SPANISH)).isEqualTo("la casa");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 503})
    void a_text_is_asked_once_whatever_is_answered(int status) {
        ready();
        for (int i = 0; i < 2; i++) {
            server.enqueue(new MockResponse.Builder()
                    .code(status)
                    .setHeader("Retry-After", "0")
                    .build());
        }
        assertAway();
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void a_text_that_makes_the_service_hang_up_is_asked_once() {
        ready();
        for (int i = 0; i < 4; i++) {
            server.enqueue(new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseSocket())
                    .build());
        }
        assertAway();
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void a_service_that_hangs_up_behind_each_answer_is_none_that_fails() {
        server.enqueue(new MockResponse.Builder()
                .body(pairs())
                .onResponseEnd(new SocketEffect.CloseSocket())
                .build());
        assertThat(translator.translates(ENGLISH, SPANISH)).isTrue();
        for (int i = 0; i < 3; i++) {
            server.enqueue(new MockResponse.Builder()
                    .body(translation("\"la casa\""))
                    .onResponseEnd(new SocketEffect.CloseSocket())
                    .build());
            assertThat(translator.translate("the house", ENGLISH, SPANISH)).isEqualTo("la casa");
        }
    }

    @Test
    void who_is_interrupted_is_told_so_in_no_other_way_than_the_others() {
        answer(pairs());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> translator.translates(ENGLISH, SPANISH)).isInstanceOf(ChatException.Unavailable.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void texts_that_it_refuses_do_not_make_it_be_left_alone() {
        ready();
        for (int i = 0; i < 2 * Breaker.MOST_FAILURES; i++) {
            server.enqueue(new MockResponse.Builder().code(400).build());
            assertAway();
        }
        answer(translation("\"la casa\""));
        assertThat(translator.translate("the house", ENGLISH, SPANISH)).isEqualTo("la casa");
    }

    private void refuse(int status, String answer) {
        server.enqueue(new MockResponse.Builder().code(status).body(answer).build());
        assertAway();
    }

    @Test
    void that_it_refuses_texts_is_told_once_a_minute_with_its_words_but_not_with_the_key() {
        ready();
        String answer = "{\"error\":\"Visit https://portal.example.org\\n\u001B[2J to get one, \u202Ekey of ours\n"
                + "is none\"}" + " more".repeat(10_000);
        for (int i = 0; i < 3; i++) {
            refuse(400, answer);
        }
        assertThat(warnings)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith(server.url("/base") + " does not do what it is asked: status 400: ")
                        .contains("https://portal.example.org", " to get one, (the key) is none")
                        .hasSizeLessThan(Complaints.MAX_CHARACTERS + 100)
                        .doesNotContainPattern("[\\p{Cntrl}\u202E]"));
        now.addAndGet(Complaints.PAUSE.toNanos());
        refuse(400, "");
        assertThat(warnings).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key of ours!", "<html>\u001B[2J key of ours"})
    void what_it_says_instead_of_json_is_told_without_the_key_when_it_is_left_alone(String answer) {
        ready();
        for (int i = 0; i < Breaker.MOST_FAILURES; i++) {
            answer(answer);
            assertAway();
        }
        assertThat(warnings)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(" does not translate (", "(the key)")
                        .doesNotContain("ours")
                        .doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void that_a_key_is_not_accepted_is_told_when_it_is_left_alone() {
        ready();
        for (int i = 0; i < Breaker.MOST_FAILURES; i++) {
            refuse(403, "{\"error\":\"Invalid API key\"}");
        }
        assertThat(warnings).singleElement().asString().contains("status 403: {\"error\":\"Invalid API key\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"responseData\":[],\"responseStatus\":200}",
                "[{\"code\":\"en\",\"targets\":[\"en\"]}]"
            })
    void who_names_no_languages_is_told_of_and_asked_again(String nothing) {
        for (int i = 0; i < 2; i++) {
            answer(nothing);
            assertThatThrownBy(() -> translator.translates(ENGLISH, SPANISH))
                    .isInstanceOf(ChatException.Unavailable.class);
        }
        assertThat(warnings).singleElement().asString().contains("names no languages");
        ready();
    }

    @Test
    void where_nobody_listens_nothing_is_translated() {
        server.close();
        assertThatThrownBy(() -> translator.translates(ENGLISH, SPANISH)).isInstanceOf(ChatException.Unavailable.class);
    }
}
