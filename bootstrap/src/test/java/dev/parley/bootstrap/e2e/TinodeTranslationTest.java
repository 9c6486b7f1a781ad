package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.apertium.ApertiumServer;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.Seen;
import dev.parley.testkit.tinode.TinodeServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A translator between people some of whom are in Tinode: they are seen to write, and never to have written anew. */
@Timeout(120)
class TinodeTranslationTest {
    private static JsonNode translated(TestSocket socket, String text) {
        return socket.await(
                        frame -> frame.path("message").path("content").asText().equals(text)
                                && frame.path("message").has("translations"))
                .path("message");
    }

    private static void awaitThere(NativeTopic topic, String text) {
        topic.await(it -> it.messages().stream().anyMatch(seen -> seen.text().equals(text)), text);
    }

    @Test
    void what_is_said_there_is_translated_too_and_no_translation_is_published(@TempDir Path directory) {
        Map<String, String> translator =
                Map.of("TRANSLATE_URL", ApertiumServer.shared().url(), "TRANSLATE_KIND", "apertium");
        try (TinodeServer tinode = TinodeServer.start();
                RunningServer server = RunningServer.start(
                        StoreKind.SQLITE, directory, Bridged.both(Bridged.settings(tinode), translator));
                NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat the native")) {
            NativeTopic topic = Bridged.general(nat);
            Person ann = server.person("ann");
            Person rosa = server.person("rosa");
            rosa.api().patch("/api/v1/me", Json.object("language", "es")).expect(200);
            try (TestSocket socket = rosa.listening()) {
                String hers = "The house is big and the garden is small, my friend.";
                ann.say(hers);
                assertThat(translated(socket, hers)
                                .path("translations")
                                .path("es")
                                .asText())
                        .contains("casa");
                awaitThere(topic, hers); // It may be read there later than here.
                String theirs = "The red car of my brother is very fast today.";
                topic.publish(theirs);
                assertThat(translated(socket, theirs)
                                .path("translations")
                                .path("es")
                                .asText())
                        .contains("coche");

                String last = "There is nothing more to say for the moment.";
                ann.say(last);
                awaitThere(topic, last);
                List<String> published =
                        topic.history().stream().map(Seen::text).toList();
                assertThat(published).containsExactly(hers, theirs, last);
            }
        }
    }
}
