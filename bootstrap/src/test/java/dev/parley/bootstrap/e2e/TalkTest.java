package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Writing, changing and hearing, by REST and by the socket. */
class TalkTest extends OnEveryStore {
    @Test
    void two_people_talk_live() {
        Person ann = person("ann");
        Person bob = person("bob");
        try (TestSocket ofAnn = ann.listening();
                TestSocket ofBob = bob.listening()) {
            JsonNode ok = ofAnn.demand(send("Hello, Bob! 😀", "a1"));
            JsonNode heard = ofBob.await("message");
            assertThat(heard.path("room").asInt()).isEqualTo(1);
            assertThat(heard.path("message")).isEqualTo(ok.path("message"));
            assertThat(ofAnn.await("message")).isEqualTo(heard);
            JsonNode message = heard.path("message");
            assertThat(message.path("content").asText()).isEqualTo("Hello, Bob! 😀");
            assertThat(message.path("author"))
                    .isEqualTo(Json.object("id", ann.id(), "username", "ann", "display_name", "ann"));
            assertThat(message.path("id").asText())
                    .isEqualTo("1-" + message.path("seq").asLong());
            assertThat(message.path("client_id").asText()).isEqualTo("a1");
            assertThat(message.path("sent_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

            JsonNode reply = bob.say("Hello, Ann!");
            assertThat(ofAnn.await("message").path("message")).isEqualTo(reply);
            assertThat(ofBob.await("message").path("message")).isEqualTo(reply);
            assertThat(reply.path("rev").longValue())
                    .isEqualTo(message.path("rev").longValue() + 1);
            assertThat(ofAnn.unread()).isEmpty();
            assertThat(ofBob.unread()).isEmpty();
        }
    }

    @Test
    void an_edit_and_a_delete_are_heard_and_leave_a_tombstone() {
        Person ann = person("editor");
        try (TestSocket socket = ann.listening();
                TestSocket listener = person("edits-heard").listening()) {
            JsonNode first = socket.demand(send("frist", "e1")).path("message");
            long seq = first.path("seq").longValue();
            listener.await("message");

            JsonNode edited = socket.demand(Json.frame("edit", "room", 1, "seq", seq, "content", "first"))
                    .path("message");
            assertThat(listener.await("message").path("message")).isEqualTo(edited);
            assertThat(edited.path("content").asText()).isEqualTo("first");
            assertThat(edited.path("seq").longValue()).isEqualTo(seq);
            assertThat(edited.path("rev").longValue())
                    .isGreaterThan(first.path("rev").longValue());
            assertThat(edited.path("sent_at")).isEqualTo(first.path("sent_at"));
            assertThat(edited.has("edited_at")).isTrue();

            JsonNode deleted =
                    socket.demand(Json.frame("delete", "room", 1, "seq", seq)).path("message");
            assertThat(listener.await("message").path("message")).isEqualTo(deleted);
            assertThat(deleted.path("deleted").booleanValue()).isTrue();
            assertThat(deleted.path("content").asText()).isEmpty();
            JsonNode again =
                    socket.demand(Json.frame("delete", "room", 1, "seq", seq)).path("message");
            assertThat(again).isEqualTo(deleted);
            socket.demandRefusal(Json.frame("edit", "room", 1, "seq", seq, "content", "x"), "message_deleted");
            ann.api().patch(MESSAGES + "/" + seq, Json.object("content", "x")).expectRefusal(409, "message_deleted");
            assertThat(socket.demand(send("frist", "e1")).path("message")).isEqualTo(deleted);
            assertThat(listener.unread()).isEmpty();
        }
    }

    @Test
    void by_rest_the_same_holds() {
        Person ann = person("rest-editor");
        String path = MESSAGES + "/" + ann.say("frist").path("seq").asLong();

        JsonNode edited = ann.api()
                .patch(path, Json.object("content", "first"))
                .expect(200)
                .json();
        assertThat(edited.path("content").asText()).isEqualTo("first");
        assertThat(ann.api()
                        .patch(path, Json.object("content", "first"))
                        .expect(200)
                        .json())
                .isEqualTo(edited);
        JsonNode deleted = ann.api().delete(path).expect(200).json();
        assertThat(ann.api().delete(path).expect(200).json()).isEqualTo(deleted);
        assertThat(deleted.path("rev").longValue()).isEqualTo(edited.path("rev").longValue() + 1);
    }

    @Test
    void nobody_changes_what_another_one_wrote() {
        Person ann = person("author");
        Person bob = person("not-author");
        String path = MESSAGES + "/" + ann.say("mine").path("seq").asLong();

        bob.api().patch(path, Json.object("content", "yours")).expectRefusal(403, "not_author");
        bob.api().delete(path).expectRefusal(403, "not_author");
        api().delete(path).expectRefusal(401, "unauthenticated");
        assertThat(ann.api()
                        .get(MESSAGES + "?limit=1")
                        .json()
                        .path("messages")
                        .path(0)
                        .path("content")
                        .asText())
                .isEqualTo("mine");
    }

    @Test
    void a_repeat_answers_with_the_first_message_and_another_body_is_a_conflict() {
        Person ann = person("repeater");
        Person bob = person("other-repeater");
        ObjectNode body = Json.object("content", "once", "client_id", "same");

        JsonNode first = ann.api().post(MESSAGES, body).expect(201).json();

        assertThat(ann.api().post(MESSAGES, body).expect(200).json()).isEqualTo(first);
        Api keyed = ann.api().with("Idempotency-Key", "same");
        assertThat(keyed.post(MESSAGES, Json.object("content", "once"))
                        .expect(200)
                        .json())
                .isEqualTo(first);
        assertThat(keyed.post(MESSAGES, Json.object("content", " once\r\n"))
                        .expect(200)
                        .json())
                .isEqualTo(first);
        ann.api()
                .post(MESSAGES, Json.object("content", "twice", "client_id", "same"))
                .expectRefusal(409, "client_id_reused");
        assertThat(bob.api().post(MESSAGES, body).expect(201).json().path("seq"))
                .isNotEqualTo(first.path("seq"));
        try (TestSocket socket = ann.listening()) {
            assertThat(socket.demand(send("once", "same")).path("message")).isEqualTo(first);
            socket.demandRefusal(send("twice", "same"), "client_id_reused");
        }
    }

    @Test
    void a_read_mark_moves_forward_only_and_the_unread_follow() {
        Person ann = person("read-writer");
        Person bob = person("mark-mover");
        long seq = ann.say("one").path("seq").longValue();
        ann.say("two");
        String path = "/api/v1/rooms/1/read";
        try (TestSocket listener = ann.listening();
                TestSocket ofBob = bob.listening()) {
            assertThat(bob.api().put(path, Json.object("seq", seq)).expect(200).json())
                    .isEqualTo(Json.object("seq", seq));
            JsonNode read = listener.await("read");
            assertThat(read.path("user").longValue()).isEqualTo(bob.id());
            assertThat(read.path("seq").longValue()).isEqualTo(seq);
            assertThat(bob.api()
                            .put(path, Json.object("seq", seq - 1))
                            .expect(200)
                            .json()
                            .path("seq")
                            .longValue())
                    .isEqualTo(seq);
            assertThat(general(bob).path("unread").longValue()).isEqualTo(1);
            assertThat(ofBob.demand(Json.frame("read", "room", "1", "seq", seq + 100))
                            .path("seq")
                            .longValue())
                    .isEqualTo(seq + 1);
            assertThat(listener.await("read").path("seq").longValue()).isEqualTo(seq + 1);
        }
        JsonNode general = general(bob);
        assertThat(general.path("unread").longValue()).isZero();
        assertThat(general.path("read_seq").longValue())
                .isEqualTo(general.path("last_seq").longValue());
        assertThat(general.path("last_message").path("content").asText()).isEqualTo("two");
    }

    private static JsonNode general(Person person) {
        return person.api()
                .get("/api/v1/rooms")
                .expect(200)
                .json()
                .path("rooms")
                .path(0);
    }

    @Test
    void a_ping_is_answered_and_a_room_that_is_not_there_is_not_found() {
        Person ann = person("pinger");
        try (TestSocket socket = ann.listening()) {
            socket.send(Json.frame("ping"));
            assertThat(socket.await("pong").properties()).hasSize(1);
            socket.demandRefusal(Json.frame("send", "room", 999, "content", "x", "client_id", "p"), "room_not_found");
            socket.demandRefusal(Json.frame("typing", "room", 999), "room_not_found");
            socket.demandRefusal(Json.frame("read", "room", 999, "seq", 1), "room_not_found");
            socket.demandRefusal(Json.frame("edit", "room", 1, "seq", 1_000_000, "content", "x"), "message_not_found");
            socket.demandRefusal(Json.frame("resume", "cursors", Json.object("999", 0)), "room_not_found");
        }
    }

    @Test
    void a_messages_length_is_counted_in_characters_after_trimming() {
        Person ann = person("long-writer");
        ann.say("😀".repeat(1000));
        ann.say(" " + "x".repeat(1000) + "\n");
        assertThat(ann.say("a\tb\r\nc").path("content").asText()).isEqualTo("a\tb\nc");
        ann.api().post(MESSAGES, Json.object("content", "x".repeat(1001))).expectRefusal(400, "content_too_long");
        for (String content : new String[] {"", " \n\t ", "\u200b", "a\u0000b", "a\u0007b", "a\u0085b"}) {
            ann.api().post(MESSAGES, Json.object("content", content)).expectRefusal(400, "invalid_content");
        }
    }

    private static ObjectNode send(String content, String clientId) {
        return Json.frame("send", "room", 1, "content", content, "client_id", clientId);
    }
}
