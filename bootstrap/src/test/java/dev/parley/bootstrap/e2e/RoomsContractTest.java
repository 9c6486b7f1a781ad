package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract B: accounts, public rooms, their history and their sockets; its answers are exactly the documented ones. */
class RoomsContractTest extends OnEveryStore {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    /** Somebody who came in by this contract. */
    private Person join(String username) {
        JsonNode answer = api().post("/api/register", Json.object("username", username, "password", "password123"))
                .expect(201)
                .json();
        String token = answer.path("token").asText();
        long id = answer.path("user").path("id").longValue();
        assertThat(answer).isEqualTo(Json.object("token", token, "user", Json.object("id", id, "username", username)));
        return new Person(id, username, token, "", api().as(token));
    }

    private static JsonNode create(Person owner, String name) {
        return owner.api()
                .post("/api/rooms/create", Json.object("name", name))
                .expect(201)
                .json();
    }

    private TestSocket socket(Person person, JsonNode room) {
        return TestSocket.to(server().port())
                .path("/ws")
                .query("roomId=" + room.path("id").asText())
                .as(person)
                .open();
    }

    private static void say(TestSocket socket, String content) {
        socket.send(Json.object("content", content));
        assertThat(socket.next().path("content").asText()).isEqualTo(content);
    }

    private static JsonNode history(Person reader, JsonNode room) {
        return reader.api()
                .get("/api/messages?roomId=" + room.path("id").asText())
                .expect(200)
                .json();
    }

    @Test
    void the_documented_walk_from_an_account_to_a_conversation() {
        Person john = join("john_doe");
        JsonNode login = api().post("/api/login", Json.object("username", "john_doe", "password", "password123"))
                .expect(200)
                .json();
        assertThat(login.path("user")).isEqualTo(Json.object("id", john.id(), "username", "john_doe"));
        JsonNode room = create(john, "Kitchen");
        assertThat(room)
                .isEqualTo(Json.object(
                        "id",
                        room.path("id").longValue(),
                        "name",
                        "Kitchen",
                        "created_at",
                        room.path("created_at").asText()));
        assertThat(room.path("created_at").asText()).matches(TIME);
        Person jane = join("jane_doe");
        JsonNode rooms = jane.api().get("/api/rooms").expect(200).json();
        assertThat(rooms.get(0).path("name").asText()).isEqualTo("General");
        assertThat(rooms).contains(room);

        TestSocket hers = socket(jane, room);
        TestSocket his = socket(john, room);
        his.send(Json.object("content", " Hello! "));
        JsonNode heard = hers.next();
        assertThat(heard)
                .isEqualTo(Json.object(
                        "type",
                        "message",
                        "room_id",
                        room.path("id").longValue(),
                        "sender_id",
                        john.id(),
                        "username",
                        "john_doe",
                        "content",
                        "Hello!",
                        "ts",
                        heard.path("ts").longValue()));
        assertThat(heard.path("ts").longValue()).isGreaterThan(1_640_995_200_000L);
        assertThat(his.next()).isEqualTo(heard);
        say(hers, "Hi!");
        assertThat(history(jane, room)).containsExactly(heard, his.next());
        api().get("/health").expect(200);
    }

    @Test
    void history_has_the_newest_messages_oldest_first_without_those_taken_back() {
        Person ann = person("b-historian");
        JsonNode room = create(ann, "Archive");
        String messages = "/api/v1/rooms/" + room.path("id").asText() + "/messages";
        IntStream.rangeClosed(1, 60)
                .forEach(i -> ann.api()
                        .post(messages, Json.object("content", "m" + i))
                        .expect(201));
        ann.api().delete(messages + "/60").expect(200);

        assertThat(Json.texts(history(ann, room), "content"))
                .isEqualTo(IntStream.rangeClosed(10, 59).mapToObj(i -> "m" + i).toList());
        String path = "/api/messages?roomId=" + room.path("id").asText() + "&limit=";
        assertThat(Json.texts(ann.api().get(path + 2).expect(200).json(), "content"))
                .containsExactly("m58", "m59");
        assertThat(ann.api().get(path + 200).expect(200).json()).hasSize(59);
        for (String limit : List.of("0", "201", "-1", "x")) {
            ann.api().get(path + limit).expectRefusal(400, "invalid_page");
        }
    }

    @Test
    void what_becomes_of_a_message_is_not_told_and_a_repeat_is_answered() {
        Person ann = person("b-editor");
        JsonNode room = create(ann, "Drafts");
        TestSocket socket = socket(ann, room);
        TestSocket other = socket(ann, room);
        say(socket, "first");
        assertThat(other.next().path("content").asText()).isEqualTo("first"); // It may be gone for who is slower.
        String place = "/api/v1/rooms/" + room.path("id").asText() + "/messages/1";
        ann.api().patch(place, Json.object("content", "first, again")).expect(200);
        ann.api().delete(place).expect(200);
        socket.send(Json.object("content", "once", "client_id", "c1"));
        JsonNode once = socket.next();
        socket.send(Json.object("content", "once", "client_id", "c1"));
        assertThat(socket.next()).isEqualTo(once);
        say(socket, "last");

        assertThat(List.of(other.next(), other.next()))
                .extracting(frame -> frame.path("content").asText())
                .containsExactly("once", "last");
        socket.send(Json.object("content", "other", "client_id", "c1"));
        assertThat(socket.next().path("code").asText()).isEqualTo("client_id_reused");
    }

    @Test
    void a_bad_frame_costs_an_error_and_not_the_socket() {
        Person ann = person("b-fumbler");
        TestSocket socket = socket(ann, create(ann, "Fumbles"));
        for (String bad : List.of("{", "[]", "{\"text\":\"x\"}", "{\"content\":7}", "{\"content\":null}")) {
            socket.sendText(bad);
            JsonNode error = socket.next();
            assertThat(error.path("type").asText()).as(bad).isEqualTo("error");
            assertThat(error.path("error").asText()).as(bad).endsWith(".");
            assertThat(error.path("code").asText()).as(bad).isIn("malformed_json", "invalid_field");
        }
        socket.send(Json.object("content", " "));
        assertThat(socket.next().path("code").asText()).isEqualTo("invalid_content");
        socket.send(Json.object("content", "x".repeat(1_001)));
        assertThat(socket.next().path("code").asText()).isEqualTo("content_too_long");
        say(socket, "still here");
    }

    @Test
    void a_private_room_does_not_exist_for_strangers_and_is_listed_for_members() {
        Person ann = person("b-host");
        Person bob = person("b-stranger");
        JsonNode room = ann.api()
                .post("/api/v1/rooms", Json.object("name", "Cellar", "kind", "group", "join", "open"))
                .expect(201)
                .json();
        String id = room.path("id").asText();
        bob.api().get("/api/messages?roomId=" + id).expectRefusal(404, "room_not_found");
        TestSocket.to(server().port())
                .path("/ws")
                .query("roomId=" + id)
                .as(bob)
                .refused()
                .expectRefusal(404, "room_not_found");
        assertThat(Json.texts(bob.api().get("/api/rooms").expect(200).json(), "name"))
                .doesNotContain("Cellar");
        assertThat(Json.texts(ann.api().get("/api/rooms").expect(200).json(), "name"))
                .contains("Cellar");
        say(socket(ann, room), "alone");
    }

    @Test
    void a_socket_closes_with_its_room_and_with_its_place_in_it() {
        Person ann = person("b-owner");
        Person bob = person("b-guest");
        JsonNode room = create(ann, "Tent");
        TestSocket hers = socket(ann, room);
        TestSocket his = socket(bob, room);
        String path = "/api/v1/rooms/" + room.path("id").asText();
        bob.api().post(path + "/leave").expect(204);
        assertThat(his.awaitClose()).isEqualTo(4404);
        say(hers, "he left");
        ann.api().delete(path).expect(204);
        assertThat(hers.awaitClose()).isEqualTo(4404);
        ann.api().get("/api/messages?roomId=" + room.path("id").asText()).expectRefusal(404, "room_not_found");
    }

    @Test
    void a_socket_may_say_first_who_it_is_and_is_let_in_by_a_ticket() {
        Person ann = person("b-late");
        JsonNode room = create(ann, "Late");
        String query = "roomId=" + room.path("id").asText();
        TestSocket first =
                TestSocket.to(server().port()).path("/ws").query(query).open();
        first.send(Json.frame("auth", "token", ann.accessToken()));
        say(first, "by a frame");
        String ticket = ann.api()
                .post("/api/v1/ws-tickets")
                .expect(201)
                .json()
                .path("ticket")
                .asText();
        TestSocket second = TestSocket.to(server().port())
                .path("/ws")
                .query(query + "&ticket=" + ticket)
                .open();
        say(second, "by a ticket");
        TestSocket third = TestSocket.to(server().port())
                .path("/ws")
                .query(query)
                .protocols("parley.v1, bearer." + ann.accessToken())
                .open();
        say(third, "by a subprotocol");
        TestSocket stranger =
                TestSocket.to(server().port()).path("/ws").query(query).open();
        stranger.send(Json.object("content", "me too"));
        assertThat(stranger.next().path("code").asText()).isEqualTo("unauthenticated");
        assertThat(stranger.awaitClose()).isEqualTo(4401);
        TestSocket.to(server().port())
                .path("/ws")
                .query(query + "&token=" + ann.accessToken())
                .refused()
                .expectRefusal(401, "unauthenticated");
    }

    @Test
    void bad_requests_are_refused_by_name() {
        Person ann = person("b-careless");
        api().get("/api/rooms").expectRefusal(401, "unauthenticated");
        api().post("/api/rooms/create", Json.object("name", "x")).expectRefusal(401, "unauthenticated");
        api().get("/api/messages?roomId=1").expectRefusal(401, "unauthenticated");
        ann.api().get("/api/messages").expectRefusal(400, "invalid_field");
        ann.api().get("/api/messages?roomId=one").expectRefusal(400, "invalid_field");
        ann.api().get("/api/messages?roomId=4711").expectRefusal(404, "room_not_found");
        ann.api().post("/api/rooms/create", Json.object("name", " ")).expectRefusal(400, "invalid_room_name");
        ann.api().post("/api/rooms/create", Json.object("title", "x")).expectRefusal(400, "invalid_field");
        ann.api().post("/api/rooms/create", Json.object("name", "GENERAL")).expectRefusal(409, "room_name_taken");
        api().post("/api/register", Json.object("username", "b-Careless", "password", "password123"))
                .expectRefusal(409, "username_taken");
        api().post("/api/register", Json.object("username", "b-short", "password", "short"))
                .expectRefusal(400, "invalid_password");
        api().post("/api/register", Json.object("password", "password123")).expectRefusal(400, "invalid_field");
        api().post("/api/login", Json.object("username", "b-careless", "password", "not the one"))
                .expectRefusal(401, "invalid_credentials");
        for (String id : List.of("", "one", "0", "-1")) {
            TestSocket.to(server().port())
                    .path("/ws")
                    .query("roomId=" + id)
                    .as(ann)
                    .refused()
                    .expectRefusal(400, "invalid_field");
        }
    }
}
