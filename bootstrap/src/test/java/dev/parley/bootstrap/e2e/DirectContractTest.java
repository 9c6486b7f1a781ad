package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract D, and what it shares with C; answers and frames are exactly the documented ones. */
class DirectContractTest extends OnEveryStore {
    /** Somebody who came in by this contract. */
    private Person join(String username) {
        JsonNode credentials = Json.object("username", username, "password", "password123");
        long id = api().post(
                        "/register",
                        Json.object(
                                "username", username, "password", "password123", "email", username + "@example.org"))
                .expect(201)
                .json()
                .path("id")
                .longValue();
        String token = api().post("/login", credentials)
                .expect(200)
                .json()
                .path("token")
                .asText();
        return new Person(id, username, token, "", api().as(token));
    }

    private TestSocket socket(Person person) {
        return TestSocket.to(server().port()).path("/ws").as(person).open();
    }

    private static JsonNode toUser(Person receiver, String content) {
        return Json.frame("message", "content", content, "data", Json.object("receiver_id", receiver.id()));
    }

    private static void send(TestSocket socket, JsonNode frame) {
        socket.sendText(frame.toString());
    }

    /** The next frame that carries a message. */
    private static JsonNode message(TestSocket socket) {
        return socket.await("message");
    }

    @Test
    void the_documented_walk_from_an_account_to_a_conversation() {
        Person ann = join("d-ann");
        Person bob = join("d-bob");
        assertThat(ann.api().get("/messages/" + bob.id()).expect(200).json()).isEmpty();
        TestSocket hers = socket(ann);
        TestSocket alsoHers = socket(ann);
        TestSocket his = socket(bob);
        send(hers, toUser(bob, "Hello!"));
        JsonNode heard = message(his);
        String id = heard.path("id").asText();
        String time = heard.path("created_at").asText();
        long room = Long.parseLong(id.substring(0, id.indexOf('-')));
        JsonNode data = Json.object(
                "id", room * 134_217_728L + 1, "sender_id", ann.id(), "receiver_id", bob.id(), "created_at", time);
        assertThat(heard)
                .isEqualTo(Json.frame(
                        "message",
                        "id",
                        room + "-1",
                        "sender_id",
                        Long.toString(ann.id()),
                        "recipient_id",
                        Long.toString(bob.id()),
                        "content",
                        "Hello!",
                        "content_lang",
                        NullNode.getInstance(),
                        "files",
                        List.of(),
                        "created_at",
                        time,
                        "data",
                        data));
        assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(message(hers)).isEqualTo(heard);
        assertThat(message(alsoHers)).isEqualTo(heard);
        send(his, toUser(ann, "Hi!"));
        assertThat(message(hers).path("data").path("receiver_id").longValue()).isEqualTo(ann.id());

        JsonNode history = ann.api().get("/messages/" + bob.id()).expect(200).json();
        assertThat(history).hasSize(2);
        assertThat(history.get(0))
                .isEqualTo(Json.object(
                        "id",
                        data.path("id").longValue(),
                        "sender_id",
                        ann.id(),
                        "receiver_id",
                        bob.id(),
                        "recipient_id",
                        Long.toString(bob.id()),
                        "content",
                        "Hello!",
                        "content_lang",
                        NullNode.getInstance(),
                        "files",
                        List.of(),
                        "created_at",
                        time));
        assertThat(bob.api().get("/messages/" + ann.id()).expect(200).json()).isEqualTo(history);
    }

    @Test
    void a_client_of_c_writes_to_users_and_groups_on_the_same_socket() {
        Person ann = person("c-ann");
        Person bob = person("c-bob");
        TestSocket hers = socket(ann);
        TestSocket his = socket(bob);
        send(
                hers,
                Json.frame("message", "recipient_id", Long.toString(bob.id()), "content", "you", "files", List.of()));
        JsonNode direct = message(his);
        assertThat(direct.path("recipient_id").asText()).isEqualTo(Long.toString(bob.id()));
        assertThat(message(hers)).isEqualTo(direct);
        JsonNode group = ann.api()
                .post("/api/v1/rooms", Json.object("name", "Crew", "kind", "group", "members", List.of(bob.id())))
                .expect(201)
                .json();
        String groupId = group.path("id").asText();
        send(hers, Json.frame("message", "group_id", groupId, "content", "all"));
        JsonNode heard = message(his);
        assertThat(heard)
                .isEqualTo(Json.frame(
                        "message",
                        "id",
                        groupId + "-1",
                        "sender_id",
                        Long.toString(ann.id()),
                        "group_id",
                        groupId,
                        "content",
                        "all",
                        "content_lang",
                        NullNode.getInstance(),
                        "files",
                        List.of(),
                        "created_at",
                        heard.path("created_at").asText()));

        JsonNode history =
                bob.api().get("/messages/dm?user_id=" + ann.id()).expect(200).json();
        assertThat(history)
                .containsExactly(Json.object(
                        "id",
                        direct.path("id").asText(),
                        "sender_id",
                        Long.toString(ann.id()),
                        "recipient_id",
                        Long.toString(bob.id()),
                        "content",
                        "you",
                        "content_lang",
                        NullNode.getInstance(),
                        "files",
                        List.of(),
                        "created_at",
                        direct.path("created_at").asText()));
        JsonNode crew =
                bob.api().get("/messages/group?group_id=" + groupId).expect(200).json();
        assertThat(Json.texts(crew, "id")).containsExactly(groupId + "-1");
        assertThat(Json.texts(crew, "group_id")).containsExactly(groupId);
    }

    @Test
    void the_first_of_many_who_write_at_once_makes_the_one_room() {
        Person ann = person("d-first");
        Person bob = person("d-second");
        TestSocket hers = socket(ann);
        TestSocket his = socket(bob);
        send(hers, toUser(bob, "from her"));
        send(his, toUser(ann, "from him"));

        assertThat(List.of(message(hers), message(hers)))
                .isEqualTo(List.of(message(his), message(his)))
                .extracting(frame -> frame.path("content").asText())
                .containsExactlyInAnyOrder("from her", "from him");
    }

    @Test
    void a_repeat_is_answered_and_nobody_else_hears_of_it() {
        Person ann = person("d-again");
        Person bob = person("d-once");
        TestSocket hers = socket(ann);
        TestSocket his = socket(bob);
        JsonNode frame = Json.frame("message", "recipient_id", bob.id(), "content", "once", "client_id", "k");
        send(hers, frame);
        JsonNode first = message(hers);
        send(hers, frame);
        assertThat(message(hers)).isEqualTo(first);
        send(hers, toUser(bob, "last"));
        assertThat(message(his)).isEqualTo(first);
        assertThat(message(his).path("content").asText()).isEqualTo("last");
    }

    @Test
    void a_bad_frame_costs_an_error_and_not_the_socket() {
        Person ann = person("d-fumbler");
        Person bob = person("d-bystander");
        TestSocket socket = socket(ann);
        demand(socket, "{", "malformed_json");
        demand(socket, "{\"content\":\"x\"}", "invalid_field");
        demand(socket, Json.frame("typing", "content", "x").toString(), "unknown_frame");
        demand(socket, Json.frame("message", "content", "x").toString(), "invalid_field");
        demand(socket, Json.frame("message", "content", "x", "data", "y").toString(), "invalid_field");
        demand(
                socket,
                Json.frame("message", "content", "x", "recipient_id", "bob").toString(),
                "invalid_field");
        demand(
                socket,
                Json.frame("message", "content", "x", "recipient_id", 2, "group_id", 1)
                        .toString(),
                "invalid_field");
        for (long other : List.of(ann.id(), 1L)) {
            JsonNode data = Json.object("receiver_id", bob.id());
            demand(
                    socket,
                    Json.frame("message", "content", "x", "recipient_id", other, "data", data)
                            .toString(),
                    "invalid_field");
        }
        for (String field : List.of("recipient_id", "group_id")) {
            JsonNode error = demand(
                    socket, Json.frame("message", "content", "x", field, 0).toString(), "invalid_field");
            assertThat(error.path("error").asText()).startsWith("'" + field + "'");
        }
        demand(
                socket,
                Json.frame("message", "content", "x", "group_id", 1, "files", List.of("/uploads/a"))
                        .toString(),
                "file_not_found");
        demand(socket, toUser(bob, " ").toString(), "invalid_content");
        demand(socket, toUser(ann, "me").toString(), "invalid_field");
        demand(
                socket,
                Json.frame("message", "content", "x", "recipient_id", 4711).toString(),
                "user_not_found");
        demand(socket, Json.frame("message", "content", "x", "group_id", 4711).toString(), "room_not_found");
        send(socket, toUser(bob, "still here"));
        assertThat(message(socket).path("content").asText()).isEqualTo("still here");
    }

    private static JsonNode demand(TestSocket socket, String frame, String code) {
        socket.sendText(frame);
        JsonNode error = socket.await("error");
        assertThat(error.path("code").asText()).as(frame).isEqualTo(code);
        assertThat(error.path("error").asText()).as(frame).endsWith(".");
        return error;
    }

    @Test
    void it_is_told_who_comes_and_goes() {
        Person ann = join("d-watcher");
        Person bob = join("d-comer");
        assertThat(user(ann, bob))
                .isEqualTo(Json.object("id", bob.id(), "username", "d-comer", "online", false)
                        .putNull("last_seen"));
        TestSocket hers = socket(ann);
        TestSocket his = socket(bob);
        JsonNode data = Json.object("user_id", bob.id(), "online", true);
        hers.await(frame -> frame.equals(Json.frame("user_status", "data", data)));
        assertThat(user(ann, bob).path("online").asBoolean()).isTrue();
        his.close();
        JsonNode gone = Json.object("user_id", bob.id(), "online", false);
        hers.await(frame -> frame.equals(Json.frame("user_status", "data", gone)));
        JsonNode left = user(ann, bob);
        assertThat(left.path("online").asBoolean()).isFalse();
        assertThat(left.path("last_seen").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    private static JsonNode user(Person asking, Person asked) {
        JsonNode users = asking.api().get("/users").expect(200).json();
        for (JsonNode user : users) {
            if (user.path("id").longValue() == asked.id()) {
                assertThat(asking.api()
                                .get("/users?query=" + asked.username() + "&cursor=" + (asked.id() - 1))
                                .expect(200)
                                .json())
                        .hasSize(1);
                return user;
            }
        }
        throw new AssertionError(asked + " is not in " + users);
    }

    @Test
    void nobody_reads_or_writes_what_is_not_theirs() {
        Person ann = person("d-private");
        Person bob = person("d-other");
        Person eve = person("d-eve");
        TestSocket hers = socket(ann);
        TestSocket ears = socket(eve);
        send(hers, toUser(bob, "secret"));
        String id = message(hers).path("id").asText();
        String room = id.substring(0, id.indexOf('-'));
        demand(ears, Json.frame("message", "content", "x", "group_id", room).toString(), "room_not_found");
        demand(hers, Json.frame("message", "content", "x", "group_id", room).toString(), "room_not_found");
        eve.api().get("/messages/group?group_id=" + room).expectRefusal(404, "room_not_found");
        ann.api().get("/messages/group?group_id=" + room).expectRefusal(404, "room_not_found");
        assertThat(eve.api().get("/messages/" + ann.id()).expect(200).json()).isEmpty();
        eve.say("in General");
        assertThat(message(ears).path("content").asText()).isEqualTo("in General");
    }

    @Test
    void bad_requests_are_refused_by_name() {
        Person ann = person("d-careless");
        api().get("/users").expectRefusal(401, "unauthenticated");
        ann.api().get("/users?cursor=x").expectRefusal(400, "invalid_page");
        api().get("/messages/1").expectRefusal(401, "unauthenticated");
        api().get("/messages/dm?user_id=1").expectRefusal(401, "unauthenticated");
        ann.api().get("/messages/bob").expectRefusal(400, "invalid_field");
        ann.api().get("/messages/4711").expectRefusal(404, "user_not_found");
        ann.api().get("/messages/" + ann.id()).expectRefusal(400, "invalid_field");
        ann.api().get("/messages/dm").expectRefusal(400, "invalid_field");
        ann.api().get("/messages/dm?user_id=4711").expectRefusal(404, "user_not_found");
        ann.api().get("/messages/group").expectRefusal(400, "invalid_field");
        ann.api().get("/messages/group?group_id=4711").expectRefusal(404, "room_not_found");
        api().post("/register", Json.object("username", "d-x")).expectRefusal(400, "invalid_field");
        api().post("/login", Json.object("username", "d-careless", "password", "not the one"))
                .expectRefusal(401, "invalid_credentials");
    }

    @Test
    void both_names_of_fields_are_taken_in_any_mix() {
        api().post("/register", Json.object("email", "mix@example.org", "password_hash", "password123"))
                .expect(201);
        for (JsonNode login : List.of(
                Json.object("email", "mix@example.org", "password", "password123"),
                Json.object("username", "mix", "password_hash", "password123"),
                Json.object("email", "mix@example.org", "password_hash", "password123"),
                Json.object("username", "mix", "password", "password123"))) {
            assertThat(api().post("/login", login)
                            .expect(200)
                            .json()
                            .path("username")
                            .asText())
                    .isEqualTo("mix");
        }
        api().post("/signup", Json.object("email", "mix2@example.org", "password", "password123"))
                .expect(201);
        api().post("/login", Json.object("username", "mix2", "password_hash", "password123"))
                .expect(200);
    }
}
