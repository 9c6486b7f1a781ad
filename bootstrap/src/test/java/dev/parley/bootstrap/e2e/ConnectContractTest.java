package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Contract E: rooms by name; its answers are exactly the documented ones. */
class ConnectContractTest extends OnEveryStore {
    /** Somebody who came in by this contract. */
    private Person join(String username) {
        JsonNode credentials = Json.object("username", username, "password_hash", "password123");
        JsonNode registered = api().post("/register", credentials).expect(201).json();
        long id = registered.path("id").longValue();
        assertThat(registered)
                .isEqualTo(Json.object("message", "User registered successfully", "id", id, "username", username));
        JsonNode login = api().post("/login", credentials).expect(200).json();
        String token = login.path("token").asText();
        assertThat(login).isEqualTo(Json.object("token", token, "message", "Login successful", "username", username));
        return new Person(id, username, token, "", api().as(token));
    }

    private Opening opening(String room) {
        return TestSocket.to(server().port()).path("/ws/" + room);
    }

    private TestSocket socket(Person person, String room) {
        return opening(room).query("username=" + person.username()).as(person).open();
    }

    private JsonNode listed(String name) {
        return StreamSupport.stream(api().get("/rooms").expect(200).json().spliterator(), false)
                .filter(room -> room.path("name").asText().equals(name))
                .reduce((one, another) -> {
                    throw new AssertionError("twice: " + name);
                })
                .orElseThrow();
    }

    @Test
    void the_documented_walk_from_an_account_to_a_deleted_room() {
        Person ann = join("user123");
        Person bob = join("user456");
        JsonNode general = listed("General");
        assertThat(general)
                .isEqualTo(Json.object(
                        "name",
                        "General",
                        "creator",
                        "system",
                        "created_at",
                        general.path("created_at").asText()));
        TestSocket hers = socket(ann, "Lounge");
        assertThat(listed("Lounge").path("creator").asText()).isEqualTo("user123");
        TestSocket his = socket(bob, "lounge");
        hers.send(Json.object("room_id", "Lounge", "username", "user123", "content", "Hello!"));
        JsonNode heard = his.next();
        assertThat(heard)
                .isEqualTo(Json.object(
                        "room_id",
                        "Lounge",
                        "username",
                        "user123",
                        "content",
                        "Hello!",
                        "timestamp",
                        heard.path("timestamp").asText()));
        assertThat(heard.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(hers.next()).isEqualTo(heard);

        bob.api().delete("/rooms?name=Lounge&username=user456").expectRefusal(403, "role_too_low");
        assertThat(ann.api()
                        .delete("/rooms?name=Lounge&username=user123")
                        .expect(200)
                        .json())
                .isEqualTo(Json.object("message", "Room deleted successfully"));
        assertThat(hers.awaitClose()).isEqualTo(4404);
        assertThat(his.awaitClose()).isEqualTo(4404);
        ann.api().delete("/rooms?name=Lounge&username=user123").expectRefusal(404, "room_not_found");
    }

    @Test
    void a_name_is_compared_with_the_token() {
        Person ann = join("e-ann");
        join("e-bob");
        opening("Hall").query("username=e-bob").as(ann).refused().expectRefusal(403, "wrong_user");
        ann.api().delete("/rooms?name=General&username=e-bob").expectRefusal(403, "wrong_user");
        api().delete("/rooms?name=General&username=e-ann").expectRefusal(401, "unauthenticated");
        ann.api().delete("/rooms?name=General&username=e-ann").expectRefusal(403, "room_fixed");
        ann.api().delete("/rooms?username=e-ann").expectRefusal(400, "invalid_field");
        ann.api().delete("/rooms?name=%20&username=e-ann").expectRefusal(400, "invalid_room_name");

        TestSocket socket = opening("Hall").as(ann).open();
        socket.send(Json.object("content", "whose name is left out"));
        assertThat(socket.next().path("username").asText()).isEqualTo("e-ann");
        socket.send(Json.object("username", "e-bob", "content", "x"));
        assertThat(socket.next().path("code").asText()).isEqualTo("wrong_user");
        socket.send(Json.object("room_id", "General", "content", "x"));
        assertThat(socket.next().path("code").asText()).isEqualTo("invalid_field");
        socket.sendText("{");
        assertThat(socket.next().path("code").asText()).isEqualTo("malformed_json");
        socket.send(Json.object("room_id", "HALL", "username", "E-Ann", "content", "in another case"));
        assertThat(socket.next().path("content").asText()).isEqualTo("in another case");

        TestSocket late = opening("Hall").query("username=e-bob").open();
        late.send(Json.frame("auth", "token", ann.accessToken()));
        assertThat(late.next().path("code").asText()).isEqualTo("wrong_user");
        assertThat(late.awaitClose()).isEqualTo(4403);
        TestSocket nobody = opening("Hall").query("username=e-ann").open();
        nobody.send(Json.object("content", "x"));
        assertThat(nobody.next().path("code").asText()).isEqualTo("unauthenticated");
        assertThat(nobody.awaitClose()).isEqualTo(4401);
    }

    @Test
    void a_room_that_is_called_otherwise_is_known_by_both_names() {
        Person ann = join("e-renamer");
        TestSocket socket = socket(ann, "Attic");
        String id = ann.api()
                .get("/api/v1/rooms/public?query=attic")
                .expect(200)
                .json()
                .path("rooms")
                .path(0)
                .path("id")
                .asText();
        ann.api().patch("/api/v1/rooms/" + id, Json.object("name", "Cellar")).expect(200);
        for (String name : List.of("Attic", "Cellar")) {
            socket.send(Json.object("room_id", name, "content", "down here"));
            assertThat(socket.next().path("room_id").asText()).isEqualTo("Cellar");
        }
        socket.send(Json.object("room_id", "Garage", "content", "x"));
        assertThat(socket.next().path("code").asText()).isEqualTo("invalid_field");
    }

    @Test
    void names_of_rooms_are_decoded_and_checked() {
        Person ann = join("e-speller");
        TestSocket socket = opening("caf%C3%A9%20%E2%98%95").as(ann).open();
        socket.send(Json.object("room_id", "Café ☕", "content", "x"));
        assertThat(socket.next().path("room_id").asText()).isEqualTo("café ☕");
        for (String name : List.of("a/b", "100%", "x?y;z")) {
            TestSocket odd = opening(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .as(ann)
                    .open();
            odd.send(Json.object("room_id", name, "content", "x"));
            assertThat(odd.next().path("room_id").asText()).isEqualTo(name);
        }
        opening("%20").as(ann).refused().expectRefusal(400, "invalid_room_name");
        opening("x".repeat(65)).as(ann).refused().expectRefusal(400, "invalid_room_name");
        opening("a%0Ab").as(ann).refused().expectRefusal(400, "invalid_room_name");
        opening("a/b").as(ann).refused().expectRefusal(404, "not_found");
    }

    @Test
    void many_who_come_at_once_meet_in_one_room() throws Exception {
        List<Person> people =
                IntStream.range(0, 16).mapToObj(i -> person("e-racer" + i)).toList();
        ExecutorService pool = Executors.newFixedThreadPool(16);
        List<Future<TestSocket>> opened = people.stream()
                .map(each -> pool.submit(() -> socket(each, "Race")))
                .toList();
        for (Future<TestSocket> each : opened) {
            each.get();
        }
        pool.shutdown();
        listed("Race");
        opened.get(0).get().send(Json.object("content", "all here"));
        for (Future<TestSocket> each : opened) {
            assertThat(each.get().next().path("content").asText()).isEqualTo("all here");
        }
    }

    /** What the socket's opening promises: whatever is sent after it is heard. */
    @Test
    void whatever_is_said_after_the_opening_is_heard() {
        Person ann = join("e-writer");
        Person bob = join("e-reader");
        socket(ann, "Echo").close();
        String id = Json.texts(ann.api().get("/api/v1/rooms").expect(200).json().path("rooms"), "id")
                .get(1);
        for (int i = 0; i < 30; i++) {
            try (TestSocket socket = socket(bob, "Echo")) {
                String text = "m" + i;
                ann.api()
                        .post("/api/v1/rooms/" + id + "/messages", Json.object("content", text))
                        .expect(201);
                assertThat(socket.next().path("content").asText()).isEqualTo(text);
            }
        }
    }
}
