package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Languages without a translator, or with one that is not there. */
class NoTranslatorTest extends OnSqlite {
    private static final String ENGLISH = "The house is big and the garden is small, my friend.";

    /** A port that nobody listens on. */
    private static final Map<String, String> NOBODY =
            Map.of("TRANSLATE_URL", "http://127.0.0.1:9/", "TRANSLATE_KIND", "libretranslate");

    private static JsonNode newest(Person reader) {
        return reader.api()
                .get(MESSAGES + "?limit=1")
                .expect(200)
                .json()
                .path("messages")
                .path(0);
    }

    @Test
    void without_a_translator_the_language_is_known_and_nothing_is_translated() {
        Person ann = person("writer");
        Person rosa = person("lectora");
        rosa.api().patch("/api/v1/me", Json.object("language", "es")).expect(200);
        try (TestSocket socket = rosa.listening()) {
            JsonNode sent = ann.say(ENGLISH);
            JsonNode heard = socket.await("message").path("message");
            assertThat(heard.path("lang").asText()).isEqualTo("en");
            assertThat(heard.has("translations")).isFalse();
            rosa.api()
                    .get(MESSAGES + "/" + sent.path("seq").asText() + "/translations/es")
                    .expectRefusal(501, "no_translator");
            assertThat(newest(rosa).path("rev")).isEqualTo(sent.path("rev"));
            assertThat(newest(rosa)).isEqualTo(heard);
        }
    }

    @Test
    void a_translator_that_is_away_costs_the_translation_alone(@TempDir Path directory) {
        try (RunningServer server = RunningServer.start(StoreKind.SQLITE, directory, NOBODY)) {
            Person ann = server.person("writer");
            Person rosa = server.person("lectora");
            rosa.api().patch("/api/v1/me", Json.object("language", "es")).expect(200);
            try (TestSocket socket = rosa.listening()) {
                JsonNode sent = ann.say(ENGLISH);
                for (int i = 0; i < 20; i++) {
                    ann.say("There is one more message for you, my friend, number " + i);
                }
                for (int i = 0; i < 21; i++) {
                    assertThat(socket.await("message")
                                    .path("message")
                                    .path("lang")
                                    .asText())
                            .isEqualTo("en");
                }
                rosa.api()
                        .get(MESSAGES + "/" + sent.path("seq").asText() + "/translations/es")
                        .expectRefusal(503, "translation_unavailable");
                assertThat(newest(rosa).path("rev").longValue())
                        .isEqualTo(sent.path("rev").longValue() + 20);
            }
        }
    }
}
