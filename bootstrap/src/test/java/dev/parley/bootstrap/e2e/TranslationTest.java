package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.apertium.ApertiumServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People who read in different languages, with a real translator between them. */
class TranslationTest extends OnEveryStore {
    private static final String ENGLISH = "The house is big and the garden is small, my friend.";

    TranslationTest() {
        super(Map.of("TRANSLATE_URL", ApertiumServer.shared().url(), "TRANSLATE_KIND", "apertium"));
    }

    private Person reader(String username, String language) {
        Person reader = person(username);
        reader.api().patch("/api/v1/me", Json.object("language", language)).expect(200);
        return reader;
    }

    /** Messages of a new group of these. */
    private static String messages(Person owner, Person other) {
        JsonNode room = owner.api()
                .post(
                        "/api/v1/rooms",
                        Json.object("name", "of " + owner.username(), "kind", "group", "members", List.of(other.id())))
                .expect(201)
                .json();
        return "/api/v1/rooms/" + room.path("id").asText() + "/messages";
    }

    private static JsonNode say(Person author, String messages, String content) {
        return author.api()
                .post(messages, Json.object("content", content))
                .expect(201)
                .json();
    }

    private static JsonNode heard(TestSocket socket, JsonNode of) {
        return socket.await(frame -> frame.path("type").asText().equals("message")
                        && frame.path("message").path("id").equals(of.path("id")))
                .path("message");
    }

    private static JsonNode newest(Person reader, String messages) {
        return reader.api()
                .get(messages + "?limit=1")
                .expect(200)
                .json()
                .path("messages")
                .path(0);
    }

    private static String spanish(JsonNode message) {
        return message.path("translations").path("es").asText();
    }

    @Test
    void an_english_message_is_read_in_spanish_on_the_socket_and_in_the_history() {
        Person ann = reader("translated", "en-GB");
        Person rosa = reader("lectora", "es-MX");
        String messages = messages(ann, rosa);
        try (TestSocket socket = rosa.listening()) {
            JsonNode sent = say(ann, messages, ENGLISH);
            assertThat(sent.has("lang")).isFalse(); // Nobody waits for that.
            assertThat(sent.has("translations")).isFalse();
            JsonNode original = heard(socket, sent);
            assertThat(original.path("rev")).isEqualTo(sent.path("rev"));
            assertThat(original.path("lang").asText()).isEqualTo("en");
            assertThat(original.has("translations")).isFalse();
            JsonNode translated = heard(socket, sent);
            assertThat(translated.path("rev").longValue())
                    .isEqualTo(sent.path("rev").longValue() + 1);
            assertThat(translated.path("content").asText()).isEqualTo(ENGLISH);
            assertThat(spanish(translated)).contains("La casa es grande", "jardín");
            assertThat(translated.path("translations").size()).isEqualTo(1);
            assertThat(translated.has("edited_at")).isFalse();

            assertThat(newest(rosa, messages)).isEqualTo(translated);
            assertThat(rosa.api()
                            .get(messages.replace("messages", "changes") + "?since="
                                    + sent.path("rev").asText())
                            .expect(200)
                            .json()
                            .path("messages"))
                    .containsExactly(translated);
        }
    }

    @Test
    void an_edit_is_translated_anew() {
        Person ann = reader("editing", "en");
        Person rosa = reader("releyendo", "es");
        String messages = messages(ann, rosa);
        try (TestSocket socket = rosa.listening()) {
            JsonNode sent = say(ann, messages, ENGLISH);
            heard(socket, sent);
            assertThat(spanish(heard(socket, sent))).contains("casa");
            ann.api()
                    .patch(
                            messages + "/" + sent.path("seq").asText(),
                            Json.object("content", "The red car of my brother is very fast."))
                    .expect(200);
            assertThat(heard(socket, sent).has("translations")).isFalse();
            assertThat(spanish(heard(socket, sent))).contains("coche").doesNotContain("casa");

            ann.api().delete(messages + "/" + sent.path("seq").asText()).expect(200);
            assertThat(heard(socket, sent).has("translations")).isFalse();
        }
    }

    @Test
    void mentions_links_code_and_emoji_come_back_untouched() {
        Person ann = reader("mentioning", "en");
        Person rosa = reader("citada", "es");
        String messages = messages(ann, rosa);
        List<String> kept = List.of(
                "@citada",
                "https://example.org/the-house?a=b&c=d",
                "`the house`",
                "😀",
                "ann@example.org",
                "```\nthe big house\n```");
        String text = "@citada hello, look at https://example.org/the-house?a=b&c=d and at `the house` in the garden 😀"
                + " and write to ann@example.org about the house.\n```\nthe big house\n```";
        try (TestSocket socket = rosa.listening()) {
            JsonNode sent = say(ann, messages, text);
            heard(socket, sent);
            String translated = spanish(heard(socket, sent));
            assertThat(translated)
                    .contains(kept)
                    .contains("jardín")
                    .startsWith("@citada ")
                    .endsWith("house\n```");
        }
    }

    @Test
    void in_general_those_count_who_are_online() {
        Person ann = reader("generous", "en");
        Person rosa = reader("presente", "es");
        try (TestSocket socket = rosa.listening()) {
            JsonNode sent = ann.say("The weather is good today and the sky is blue.");
            heard(socket, sent);
            assertThat(spanish(heard(socket, sent))).contains("cielo");
        }
    }

    @Test
    void whoever_reads_in_the_language_of_the_message_needs_no_translation() {
        Person ann = reader("monolingual", "en");
        Person bob = reader("likewise", "en-US");
        String messages = messages(ann, bob);
        try (TestSocket socket = bob.listening()) {
            say(ann, messages, ENGLISH);
            JsonNode unknown = say(ann, messages, "ok 123 😀");
            JsonNode last = say(ann, messages, "There is one more message for you, my friend.");
            heard(socket, last);
            // Each was looked at before the last one is asked for.
            ask(bob, messages, last, "es").expect(200);
            assertThat(newest(bob, messages).path("rev")).isEqualTo(last.path("rev"));
            assertThat(newest(bob, messages).path("lang").asText()).isEqualTo("en");
            assertThat(heard(socket, unknown).has("lang")).isFalse();
        }
    }

    private static Answer ask(Person reader, String messages, JsonNode message, String language) {
        return reader.api().get(messages + "/" + message.path("seq").asText() + "/translations/" + language);
    }

    @Test
    void a_reader_asks_for_a_translation() {
        Person ann = reader("asked", "en");
        Person bob = reader("asking", "en");
        Person eve = person("unasked");
        String messages = messages(ann, bob);
        JsonNode english = say(ann, messages, ENGLISH);
        JsonNode answer = ask(bob, messages, english, "es-ES").expect(200).json();
        assertThat(answer.path("lang").asText()).isEqualTo("es");
        assertThat(answer.path("source_lang").asText()).isEqualTo("en");
        assertThat(answer.path("content").asText()).contains("La casa es grande");
        assertThat(ask(bob, messages, english, "en")
                        .expect(200)
                        .json()
                        .path("content")
                        .asText())
                .isEqualTo(ENGLISH);
        assertThat(newest(bob, messages).has("translations")).isFalse();

        ask(bob, messages, english, "fr").expectRefusal(501, "language_pair_unsupported");
        ask(bob, messages, english, "english").expectRefusal(400, "invalid_language");
        ask(eve, messages, english, "es").expectRefusal(404, "room_not_found");
        ask(bob, messages, Json.object("seq", 99), "es").expectRefusal(404, "message_not_found");
        ask(bob, messages, say(ann, messages, "ok"), "es").expectRefusal(409, "language_unknown");
        JsonNode deleted = say(ann, messages, ENGLISH);
        ann.api().delete(messages + "/" + deleted.path("seq").asText()).expect(200);
        ask(bob, messages, deleted, "es").expectRefusal(409, "message_deleted");
    }

    @Test
    void contract_c_shows_the_translation_to_whom_it_concerns() {
        Person ann = reader("realchatter", "en");
        Person rosa = reader("charlatana", "es");
        String messages = messages(ann, rosa);
        String group = messages.split("/", -1)[4];
        try (TestSocket socket = rosa.listening()) {
            JsonNode sent = say(ann, messages, ENGLISH);
            heard(socket, sent);
            String spanish = spanish(heard(socket, sent));
            JsonNode hers = rosa.api()
                    .get("/messages/group?group_id=" + group)
                    .expect(200)
                    .json()
                    .path(0);
            assertThat(hers.path("content").asText()).isEqualTo(ENGLISH);
            assertThat(hers.path("content_lang").asText()).isEqualTo("en");
            assertThat(hers.path("translation")).isEqualTo(Json.object("lang", "es", "content", spanish));
            JsonNode anns = ann.api()
                    .get("/messages/group?group_id=" + group)
                    .expect(200)
                    .json()
                    .path(0);
            assertThat(anns.path("content_lang").asText()).isEqualTo("en");
            assertThat(anns.has("translation")).isFalse();
        }
    }

    @Test
    void a_socket_of_contract_c_hears_the_message_and_then_once_more_with_its_translation() {
        Person ann = reader("sockettalker", "en");
        Person rosa = reader("enchufada", "es-MX");
        String messages = messages(ann, rosa);
        try (TestSocket hers =
                        TestSocket.to(server().port()).path("/ws").as(rosa).open();
                TestSocket anns =
                        TestSocket.to(server().port()).path("/ws").as(ann).open()) {
            say(ann, messages, ENGLISH);
            JsonNode original = hers.await("message");
            assertThat(original.has("translation")).isFalse();
            JsonNode translated = hers.await("message");
            assertThat(translated.path("id")).isEqualTo(original.path("id"));
            assertThat(translated.path("content").asText()).isEqualTo(ENGLISH);
            assertThat(translated.path("translation").path("lang").asText()).isEqualTo("es");
            assertThat(translated.path("translation").path("content").asText()).contains("La casa es grande");
            say(rosa, messages, "ok");
            assertThat(hers.await("message").path("content").asText()).isEqualTo("ok");
            assertThat(anns.await("message").path("content").asText()).isEqualTo(ENGLISH);
            assertThat(anns.await("message").path("content").asText()).isEqualTo("ok");
        }
    }
}
