package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.InProcess;
import dev.parley.testkit.apertium.ApertiumServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one store, both with a translator: a message is translated by the one that wrote it. */
@Timeout(120)
class TranslationNodesTest {
    private static Map<String, String> settings(TestStore store, Path directory) {
        Map<String, String> translator =
                Map.of("TRANSLATE_URL", ApertiumServer.shared().url(), "TRANSLATE_KIND", "apertium");
        return RunningServer.settings(directory, Bridged.both(store.settings(), translator));
    }

    private static JsonNode translated(TestSocket socket, JsonNode sent) {
        return socket.await(frame -> frame.path("message").path("id").equals(sent.path("id"))
                        && frame.path("message").has("translations"))
                .path("message");
    }

    @Test
    void who_listens_at_one_node_reads_what_was_written_at_the_other(@TempDir Path directory) {
        try (TestStore store = TestStore.open(StoreKind.POSTGRES)) {
            Map<String, String> settings = settings(store, directory);
            try (InProcess here = InProcess.start(settings, directory);
                    InProcess there = InProcess.start(settings, directory)) {
                Person ann = Person.signUp(Api.to(here.port()), "ann");
                Person rosa = Person.signUp(Api.to(there.port()), "rosa");
                rosa.api().patch("/api/v1/me", Json.object("language", "es")).expect(200);
                try (TestSocket socket = rosa.listening()) {
                    await().atMost(Duration.ofSeconds(20))
                            .until(() -> ann.api()
                                    .get("/api/v1/users/" + rosa.id())
                                    .expect(200)
                                    .json()
                                    .path("online")
                                    .booleanValue());
                    JsonNode sent = ann.say("The house is big and the garden is small, my friend.");
                    JsonNode translated = translated(socket, sent);
                    assertThat(translated.path("translations").path("es").asText())
                            .contains("casa");
                    JsonNode next = ann.say("There is nothing more to say for the moment.");
                    JsonNode last = translated(socket, next);
                    assertThat(last.path("rev").longValue())
                            .as("one change each, and no more")
                            .isEqualTo(sent.path("rev").longValue() + 3);
                }
            }
        }
    }

    @Test
    void a_language_that_was_set_at_one_node_is_known_at_once_at_the_other(@TempDir Path directory) {
        try (TestStore store = TestStore.open(StoreKind.POSTGRES)) {
            Map<String, String> settings = settings(store, directory);
            try (InProcess here = InProcess.start(settings, directory);
                    InProcess there = InProcess.start(settings, directory)) {
                Person ann = Person.signUp(Api.to(there.port()), "ann");
                Person rosa = Person.signUp(Api.to(here.port()), "rosa");
                Api hers = Api.to(there.port()).as(rosa.accessToken());
                assertThat(hers.get("/api/v1/me")
                                .expect(200)
                                .json()
                                .path("username")
                                .asText())
                        .isEqualTo("rosa"); // So she is known there, as she is now.
                rosa.api().patch("/api/v1/me", Json.object("language", "es")).expect(200);
                try (TestSocket socket =
                        TestSocket.to(there.port()).path("/ws").as(rosa).open()) {
                    long room = ann.api()
                            .put("/api/v1/direct/" + rosa.id(), Json.object())
                            .expect(200)
                            .json()
                            .path("id")
                            .longValue();
                    ann.api()
                            .post(
                                    "/api/v1/rooms/" + room + "/messages",
                                    Json.object("content", "The house is big and the garden is small, my friend."))
                            .expect(201);
                    assertThat(socket.await("message").has("translation")).isFalse();
                    JsonNode translation = socket.await("message").path("translation");
                    assertThat(translation.path("lang").asText()).isEqualTo("es");
                    assertThat(translation.path("content").asText()).contains("casa");
                }
            }
        }
    }
}
