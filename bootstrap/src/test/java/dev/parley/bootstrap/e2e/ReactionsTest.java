package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reactions as people use them, by REST and on the socket. */
class ReactionsTest extends OnEveryStore {
    private static final String FAMILY = "👩🏽‍❤️‍💋‍👩🏻";
    private static final String KEYCAP = "#️⃣";

    private static String place(JsonNode message, String emoji) {
        return "/api/v1/rooms/" + message.path("room").asText() + "/messages/"
                + message.path("seq").asText() + "/reactions/" + URLEncoder.encode(emoji, StandardCharsets.UTF_8);
    }

    private static Answer put(Person person, String path) {
        return person.api().send("PUT", path, BodyPublishers.noBody());
    }

    private static JsonNode react(Person person, JsonNode message, String emoji) {
        return put(person, place(message, emoji)).expect(200).json();
    }

    private static JsonNode takeBack(Person person, JsonNode message, String emoji) {
        return person.api().delete(place(message, emoji)).expect(200).json();
    }

    private static ObjectNode frame(JsonNode message, String emoji, boolean on) {
        return Json.frame("react", "room", message.path("room"), "seq", message.path("seq"), "emoji", emoji, "on", on);
    }

    private static JsonNode reactions(Object... emojiAndPeople) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < emojiAndPeople.length; i += 2) {
            List<?> users = (List<?>) emojiAndPeople[i + 1];
            json.append(i == 0 ? "" : ",")
                    .append("{\"emoji\":\"%s\",\"count\":%d,\"users\":%s}"
                            .formatted(emojiAndPeople[i], users.size(), users));
        }
        return Json.parse(json.append("]").toString());
    }

    @Test
    void reactions_are_heard_counted_and_taken_back() {
        Person ann = person("reacher");
        Person bob = person("reactor");
        try (TestSocket socket = ann.listening();
                TestSocket bobs = bob.listening()) {
            JsonNode message = ann.say("who likes this?");
            assertThat(message.has("reactions")).isFalse();
            JsonNode liked = react(bob, message, "👍");
            assertThat(liked.path("reactions")).isEqualTo(reactions("👍", List.of(bob.id())));
            assertThat(liked.path("rev").longValue())
                    .isEqualTo(message.path("rev").longValue() + 1);
            assertThat(liked.has("edited_at")).isFalse();
            react(ann, message, FAMILY);
            JsonNode answer = bobs.demand(Json.frame(
                            "react", "room", 1, "seq", message.path("seq").asText(), "emoji", FAMILY, "on", true))
                    .path("message");
            react(ann, message, "👍");
            JsonNode last = takeBack(bob, message, "👍");

            assertThat(answer.path("reactions"))
                    .isEqualTo(reactions("👍", List.of(bob.id()), FAMILY, List.of(ann.id(), bob.id())));
            assertThat(last.path("reactions"))
                    .isEqualTo(reactions("👍", List.of(ann.id()), FAMILY, List.of(ann.id(), bob.id())));
            for (TestSocket each : List.of(socket, bobs)) {
                List<Long> revs = IntStream.range(0, 6)
                        .mapToObj(i -> each.await("message")
                                .path("message")
                                .path("rev")
                                .longValue())
                        .toList();
                assertThat(revs).isSorted().doesNotHaveDuplicates();
                assertThat(revs.get(5)).isEqualTo(last.path("rev").longValue());
            }
            JsonNode page = bob.api()
                    .get(MESSAGES + "?around=" + message.path("seq").asText() + "&limit=1")
                    .expect(200)
                    .json();
            assertThat(page.path("messages").path(0)).isEqualTo(last);
            JsonNode changes = bob.api()
                    .get("/api/v1/rooms/1/changes?since=" + message.path("rev").asText())
                    .expect(200)
                    .json();
            assertThat(changes.path("messages")).contains(last);
        }
    }

    @Test
    void what_is_so_already_takes_no_rev() {
        Person ann = person("repeater");
        JsonNode message = ann.say("again and again");
        JsonNode once = react(ann, message, KEYCAP);
        assertThat(react(ann, message, KEYCAP)).isEqualTo(once);
        assertThat(takeBack(ann, message, "👍")).isEqualTo(once);
        try (TestSocket socket = ann.listening()) {
            assertThat(socket.demand(frame(message, KEYCAP, true)).path("message"))
                    .isEqualTo(once);
            JsonNode none = socket.demand(frame(message, KEYCAP, false)).path("message");
            assertThat(none.has("reactions")).isFalse();
            assertThat(takeBack(ann, message, KEYCAP)).isEqualTo(none);
        }
    }

    @Test
    void a_resumed_socket_is_told_of_reactions() {
        Person ann = person("sleeper");
        JsonNode message = ann.say("while you were away");
        JsonNode liked = react(ann, message, "❤️");
        try (TestSocket socket = ann.socket()) {
            socket.await("hello");
            socket.send(Json.frame(
                    "resume", "cursors", Json.object("1", message.path("rev").longValue())));
            assertThat(socket.await("message").path("message")).isEqualTo(liked);
        }
    }

    @Test
    void a_tombstone_has_no_reactions_and_takes_none() {
        Person ann = person("mourner");
        JsonNode message = ann.say("soon gone");
        react(ann, message, "👍");
        JsonNode edited = ann.api()
                .patch(MESSAGES + "/" + message.path("seq").asText(), Json.object("content", "very soon gone"))
                .expect(200)
                .json();
        assertThat(edited.path("reactions")).hasSize(1);
        JsonNode gone = ann.api()
                .delete(MESSAGES + "/" + message.path("seq").asText())
                .expect(200)
                .json();
        assertThat(gone.has("reactions")).isFalse();
        put(ann, place(message, "👍")).expectRefusal(409, "message_deleted");
        ann.api().delete(place(message, "👍")).expectRefusal(409, "message_deleted");
        try (TestSocket socket = ann.listening()) {
            socket.demandRefusal(frame(message, "👍", true), "message_deleted");
        }
    }

    @Test
    void twenty_emoji_are_enough() {
        Person ann = person("decorator");
        JsonNode message = ann.say("decorate me");
        for (int i = 0; i < 20; i++) {
            react(ann, message, Character.toString(0x1F600 + i));
        }
        put(ann, place(message, "👍")).expectRefusal(409, "too_many_reactions");
        takeBack(ann, message, Character.toString(0x1F600));
        assertThat(react(ann, message, "👍").path("reactions")).hasSize(20);
    }

    @Test
    void only_who_may_read_a_message_reacts_to_it() {
        Person ann = person("hostess");
        Person bob = person("newcomer");
        JsonNode room = ann.api()
                .post("/api/v1/rooms", Json.object("name", "Salon", "kind", "group"))
                .expect(201)
                .json();
        String path = "/api/v1/rooms/" + room.path("id").asText();
        JsonNode old = ann.api()
                .post(path + "/messages", Json.object("content", "before"))
                .expect(201)
                .json();
        put(bob, place(old, "👍")).expectRefusal(404, "room_not_found");
        ann.api().put(path + "/members/" + bob.id(), Json.object()).expect(200);
        put(bob, place(old, "👍")).expectRefusal(404, "message_not_found");
        bob.api().delete(place(old, "👍")).expectRefusal(404, "message_not_found");
        JsonNode fresh = ann.api()
                .post(path + "/messages", Json.object("content", "after"))
                .expect(201)
                .json();
        try (TestSocket socket = bob.listening()) {
            react(ann, old, "👍");
            JsonNode liked = react(bob, fresh, "👍");
            assertThat(socket.await("message").path("message")).isEqualTo(liked);
        }
        put(api(), place(fresh, "👍")).expectRefusal(401, "unauthenticated");
    }

    private static Answer put(Api anybody, String path) {
        return anybody.send("PUT", path, BodyPublishers.noBody());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ok", "a", "1", "+1", ":)", " ", "👍 ", "👍👍", "é", "日", "👍\u0301", "\u200D", "%F0", "🇯"})
    void what_is_no_emoji_is_refused(String text) {
        Person ann = person("letters" + Integer.toHexString(text.hashCode()));
        String place = MESSAGES + "/1/reactions/"
                + URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        put(ann, place).expectRefusal(400, "invalid_emoji");
        ann.api().delete(place).expectRefusal(400, "invalid_emoji");
    }

    @Test
    void an_endless_emoji_is_refused() {
        Person ann = person("endless");
        JsonNode message = ann.say("endless");
        put(ann, place(message, "👩\u200D".repeat(8) + "👩")).expectRefusal(400, "invalid_emoji");
        put(ann, place(message, "👩\u200D".repeat(300) + "👩")).expectRefusal(400, "invalid_emoji");
        try (TestSocket socket = ann.listening()) {
            socket.sendText(
                    frame(message, "👩\u200D".repeat(3_000) + "👩", true).toString());
            assertThat(socket.await("error").path("code").asText()).isEqualTo("invalid_emoji");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "%F0%9F%91%8D%00", "%FF", "%F0%9F", "%zz", "%", "%C0%80", "%ED%A0%BD", "%0A", "%2F"})
    void what_cannot_be_decoded_is_refused(String text) throws IOException {
        Person ann = person("garbage" + Integer.toHexString(text.hashCode()));
        Answer answer = RawHttp.exchange(
                server().port(),
                "PUT " + MESSAGES + "/1/reactions/" + text + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Authorization: Bearer " + ann.accessToken() + "\r\nContent-Length: 0\r\n\r\n");
        answer.expect(400);
        assertThat(answer.json().path("code").asText()).isIn("invalid_emoji", "bad_request");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/rooms/1/messages/999999, 404, message_not_found",
        "/api/v1/rooms/1/messages/0, 404, message_not_found",
        "/api/v1/rooms/4711/messages/1, 404, room_not_found",
        "/api/v1/rooms/1/messages/abc, 400, invalid_field",
        "/api/v1/rooms/1/messages/-1, 400, invalid_field",
        "/api/v1/rooms/0/messages/1, 400, invalid_field"
    })
    void what_is_not_there_is_not_reacted_to(String message, int status, String code) {
        Person ann = person("lost" + Integer.toHexString(message.hashCode()));
        put(ann, message + "/reactions/%F0%9F%91%8D").expectRefusal(status, code);
        ann.api().delete(message + "/reactions/%F0%9F%91%8D").expectRefusal(status, code);
    }
}
