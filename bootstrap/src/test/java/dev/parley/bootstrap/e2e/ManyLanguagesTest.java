package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.apertium.ApertiumServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People whose languages nobody has heard of, beside those who read a real one. */
class ManyLanguagesTest extends OnSqlite {
    ManyLanguagesTest() {
        super(Map.of("TRANSLATE_URL", ApertiumServer.shared().url(), "TRANSLATE_KIND", "apertium"));
    }

    private TestSocket socket(Person person) {
        return TestSocket.to(port()).path("/ws").as(person).open();
    }

    private static void reads(Person person, String language) {
        person.api().patch("/api/v1/me", Json.object("language", language)).expect(200);
    }

    @Test
    void whatever_languages_somebody_makes_up_the_sockets_of_contract_c_hear_translations() {
        Person ann = person("english");
        Person mallory = person("polyglot");
        Person rosa = person("hispana");
        reads(rosa, "es");
        for (int i = 0; i < 210; i++) {
            reads(mallory, "q" + (char) ('a' + i / 26) + (char) ('a' + i % 26));
            socket(mallory).close();
        }
        try (TestSocket hers = socket(rosa)) {
            ann.say("The house is big and the garden is small, my friend.");
            assertThat(hers.await("message").has("translation")).isFalse();
            JsonNode translated = hers.await("message");
            assertThat(translated.path("translation").path("content").asText()).contains("La casa es grande");
        }
    }
}
