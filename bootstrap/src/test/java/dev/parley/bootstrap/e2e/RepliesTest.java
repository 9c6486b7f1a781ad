package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that answer others, by REST and on the socket. */
class RepliesTest extends OnEveryStore {
    private static JsonNode reply(String content, Object to) {
        return Json.object("content", content, "reply_to", to);
    }

    private static long seq(JsonNode message) {
        return message.path("seq").longValue();
    }

    @Test
    void an_answer_says_what_it_answers_wherever_it_is_shown() {
        Person ann = person("asker");
        Person bob = person("answerer");
        try (TestSocket socket = ann.listening();
                TestSocket bobs = bob.listening()) {
            JsonNode question = ann.say("why?");
            assertThat(question.has("reply_to")).isFalse();
            JsonNode first = bob.api()
                    .post(MESSAGES, reply("because", seq(question)))
                    .expect(201)
                    .json();
            JsonNode second = bobs.demand(Json.frame(
                            "send", "room", 1, "content", "and so on", "reply_to", Long.toString(seq(first))))
                    .path("message");
            assertThat(first.path("reply_to").longValue()).isEqualTo(seq(question));
            assertThat(second.path("reply_to").longValue()).isEqualTo(seq(first));
            for (JsonNode each : new JsonNode[] {question, first, second}) {
                assertThat(socket.await("message").path("message").path("reply_to"))
                        .isEqualTo(each.path("reply_to"));
            }
            JsonNode page = ann.api()
                    .get(MESSAGES + "?after=" + seq(question) + "&limit=2")
                    .expect(200)
                    .json()
                    .path("messages");
            assertThat(Json.numbers(page, "reply_to")).containsExactly(seq(question), seq(first));
        }
    }

    @Test
    void it_is_answered_also_when_it_is_gone_and_answers_itself_when_it_is() {
        Person ann = person("eraser");
        JsonNode question = ann.say("never mind");
        String place = MESSAGES + "/" + seq(question);
        ann.api().delete(place).expect(200);
        JsonNode reply = ann.api()
                .post(MESSAGES, reply("I do", seq(question)))
                .expect(201)
                .json();
        String own = MESSAGES + "/" + seq(reply);
        JsonNode edited = ann.api()
                .patch(own, Json.object("content", "I did"))
                .expect(200)
                .json();
        assertThat(edited.path("reply_to")).isEqualTo(reply.path("reply_to"));
        JsonNode gone = ann.api().delete(own).expect(200).json();
        assertThat(gone.path("reply_to")).isEqualTo(reply.path("reply_to"));
    }

    @Test
    void a_repeat_is_one_only_if_it_answers_the_same() {
        Person ann = person("stutterer");
        long seq = seq(ann.say("what?"));
        JsonNode named = Json.object("content", "that", "reply_to", seq, "client_id", "r");
        JsonNode first = ann.api().post(MESSAGES, named).expect(201).json();
        ann.api().delete(MESSAGES + "/" + seq).expect(200);
        assertThat(ann.api().post(MESSAGES, named).expect(200).json()).isEqualTo(first);
        ann.api()
                .post(MESSAGES, Json.object("content", "that", "reply_to", seq(first), "client_id", "r"))
                .expectRefusal(409, "client_id_reused");
        ann.api()
                .post(MESSAGES, Json.object("content", "that", "client_id", "r"))
                .expectRefusal(409, "client_id_reused");
    }

    @Test
    void what_its_author_may_not_read_is_not_there_to_be_answered() {
        Person ann = person("insider");
        Person bob = person("outsider");
        JsonNode room = ann.api()
                .post("/api/v1/rooms", Json.object("name", "Den", "kind", "group"))
                .expect(201)
                .json();
        String path = "/api/v1/rooms/" + room.path("id").asText();
        ann.api().post(path + "/messages", Json.object("content", "old")).expect(201);
        bob.api().post(path + "/messages", reply("hm", 1)).expectRefusal(404, "room_not_found");
        ann.api().put(path + "/members/" + bob.id(), Json.object()).expect(200);
        bob.api().post(path + "/messages", reply("hm", 1)).expectRefusal(404, "message_not_found");
        ann.api().post(path + "/messages", reply("new", 1)).expect(201);
        bob.api().post(path + "/messages", reply("hm", 2)).expect(201);
        bob.api().post(path + "/messages", reply("hm", 4)).expectRefusal(404, "message_not_found");
        try (TestSocket socket = bob.listening()) {
            socket.demandRefusal(
                    Json.frame("send", "room", room.path("id"), "content", "hm", "reply_to", 1), "message_not_found");
            assertThat(socket.demand(Json.frame("send", "room", room.path("id"), "content", "hm", "reply_to", 2))
                            .path("message")
                            .path("reply_to")
                            .longValue())
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "1.5", "-1", "\"-1\"", "[1]", "{}", "true", "9223372036854775808", "\"\\u0000\""})
    void what_is_no_number_is_refused(String json) {
        Person ann = person("wrong" + Integer.toHexString(json.hashCode()));
        ann.api().post(MESSAGES, reply("x", Json.parse(json))).expectRefusal(400, "invalid_field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4711", "\"4711\"", "9223372036854775807"})
    void what_is_not_there_is_not_answered(String json) {
        Person ann = person("nowhere" + Integer.toHexString(json.hashCode()));
        ann.api().post(MESSAGES, reply("x", Json.parse(json))).expectRefusal(404, "message_not_found");
    }

    @Test
    void null_is_no_message() {
        JsonNode message = person("nobody")
                .api()
                .post(MESSAGES, Json.parse("{\"content\":\"x\",\"reply_to\":null}"))
                .expect(201)
                .json();
        assertThat(message.has("reply_to")).isFalse();
    }
}
