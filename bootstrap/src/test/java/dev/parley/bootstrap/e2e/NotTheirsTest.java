package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said in private reaches nobody else, whatever the contract; nor does anybody speak after its session has ended. */
class NotTheirsTest extends OnSqlite {
    private static final String ROOMS = "/api/v1/rooms";

    private static String group(Person owner, String name, Person... members) {
        List<Long> ids = List.of(members).stream().map(Person::id).toList();
        return owner.api()
                .post(ROOMS, Json.object("name", name, "kind", "group", "members", ids))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private static JsonNode say(Person author, String room, String content) {
        return author.api()
                .post(ROOMS + "/" + room + "/messages", Json.object("content", content))
                .expect(201)
                .json();
    }

    private TestSocket socket(Person person, String path) {
        return TestSocket.to(port()).path(path).as(person).open();
    }

    private static List<String> contents(Person reader, String path) {
        return Json.texts(reader.api().get(path).expect(200).json(), "content");
    }

    private static String content(ObjectNode frame) {
        return (frame.has("content") ? frame : frame.path("message"))
                .path("content")
                .asText();
    }

    /** What is said next, as far as this socket hears it. */
    private static String heard(TestSocket socket) {
        return content(socket.await(frame -> !content(frame).isEmpty()));
    }

    @Test
    void a_newcomer_reads_in_no_contract_what_was_said_before_it_came() {
        Person ann = person("ann-before");
        Person bob = person("bob-after");
        String room = group(ann, "Study");
        say(ann, room, "before");
        ann.api()
                .put(ROOMS + "/" + room + "/members/" + bob.id(), Json.object())
                .expect(200);
        for (String path : List.of("/api/messages?roomId=" + room, "/messages/group?group_id=" + room)) {
            assertThat(contents(bob, path)).as(path).doesNotContain("before");
        }
        say(ann, room, "after");
        for (String path : List.of("/api/messages?roomId=" + room, "/messages/group?group_id=" + room)) {
            assertThat(contents(bob, path)).as(path).containsExactly("after");
            assertThat(contents(ann, path)).as(path).containsExactly("before", "after");
        }
    }

    @Test
    void who_knows_the_number_of_a_group_of_c_learns_what_is_said_from_then_on() {
        Person ann = person("ann-grouping");
        Person eve = person("eve-grouping");
        JsonNode made = ann.api()
                .post("/groups", Json.object("name", "Shed"))
                .expect(201)
                .json();
        String room = made.path("id").asText();
        say(ann, room, "before");
        assertThat(Json.texts(eve.api().get("/groups").expect(200).json(), "id"))
                .doesNotContain(room);
        eve.api().get("/messages/group?group_id=" + room).expectRefusal(404, "room_not_found");
        eve.api().post("/groups/join", Json.object("group_id", room)).expect(200);
        say(ann, room, "after");
        assertThat(contents(eve, "/messages/group?group_id=" + room)).containsExactly("after");

        ann.api().delete(ROOMS + "/" + room + "/members/" + eve.id()).expect(204);
        assertThat(ann.api().get("/groups").expect(200).json()).contains(made);
        assertThat(Json.texts(eve.api().get("/groups").expect(200).json(), "id"))
                .doesNotContain(room);
        eve.api().get("/messages/group?group_id=" + room).expectRefusal(404, "room_not_found");
    }

    @Test
    void nobody_hears_what_is_said_where_it_is_not() {
        Person ann = person("ann-inside");
        Person bob = person("bob-removed");
        Person eve = person("eve-outside");
        String room = group(ann, "Cabin", bob);
        String direct = ann.api()
                .put("/api/v1/direct/" + bob.id(), Json.object())
                .expect(200)
                .json()
                .path("id")
                .asText();
        List<TestSocket> eves =
                List.of(eve.listening(), socket(eve, "/ws"), socket(eve, "/ws?roomId=1"), socket(eve, "/ws/General"));
        List<TestSocket> bobs = List.of(bob.listening(), socket(bob, "/ws"));
        TestSocket inRoom = socket(bob, "/ws?roomId=" + room);
        TestStream stream = eve.stream();
        stream.await("hello");
        TestStream hers = ann.stream();
        hers.await("hello");
        String start = hers.lastEventId();

        say(ann, direct, "for bob alone");
        ann.api().delete(ROOMS + "/" + room + "/members/" + bob.id()).expect(204);
        assertThat(inRoom.awaitClose()).isEqualTo(4404);
        JsonNode secret = say(ann, room, "secret");
        ann.api()
                .patch(ROOMS + "/" + room + "/messages/" + secret.path("seq").asText(), Json.object("content", "s"))
                .expect(200);
        ann.say("for all");

        eves.forEach(socket -> assertThat(heard(socket)).isEqualTo("for all"));
        bobs.forEach(socket -> assertThat(List.of(heard(socket), heard(socket)))
                .containsExactlyInAnyOrder("for bob alone", "for all"));
        assertThat(stream.awaitContent()).isEqualTo("for all");
        try (TestStream stolen = eve.stream(start)) { // Where somebody else was is of no use.
            assertThat(stolen.awaitContent()).isEqualTo("for all");
            eve.say("the end");
            assertThat(stolen.awaitContent()).isEqualTo("the end");
        }
    }

    @Test
    void a_group_is_not_reached_by_its_name() {
        Person ann = person("ann-named");
        Person eve = person("eve-named");
        String room = group(ann, "Vault");
        TestSocket hers = socket(ann, "/ws?roomId=" + room);
        TestSocket eves = socket(eve, "/ws/Vault");
        eves.send(Json.object("room_id", "Vault", "content", "anybody there?"));
        assertThat(heard(eves)).isEqualTo("anybody there?");
        say(ann, room, "alone");
        assertThat(heard(hers)).isEqualTo("alone");
        eve.api().delete("/rooms?name=Vault&username=eve-named").expect(200);
        assertThat(eves.awaitClose()).isEqualTo(4404);
        assertThat(contents(ann, "/api/messages?roomId=" + room)).containsExactly("alone");
    }

    @Test
    void whatever_a_session_has_open_ends_with_it_and_says_no_more() {
        Person ann = person("ann-leaving");
        TestStream stream = ann.stream();
        stream.await("hello");
        TestSocket parley = ann.listening();
        TestSocket inRoom = socket(ann, "/ws?roomId=1");
        TestSocket everywhere = socket(ann, "/ws");
        TestSocket byName = socket(ann, "/ws/General?username=ann-leaving");
        ann.api().post("/api/v1/auth/logout").expect(204);

        parley.send(Json.frame("send", "room", 1, "content", "too late"));
        inRoom.send(Json.object("content", "too late"));
        everywhere.send(Json.frame("message", "group_id", 1, "content", "too late"));
        byName.send(Json.object("content", "too late"));
        assertThat(List.of(parley, inRoom, everywhere, byName))
                .allSatisfy(socket -> assertThat(socket.awaitClose()).isEqualTo(4403));
        stream.awaitEnd();
        Person bob = person("bob-staying");
        bob.say("still here");
        assertThat(contents(bob, "/api/messages?roomId=1"))
                .contains("still here")
                .doesNotContain("too late");
    }

    @Test
    void a_socket_becomes_nobody_elses() {
        Person ann = person("ann-herself");
        Person bob = person("bob-himself");
        for (String path : List.of(TestSocket.PATH, "/ws", "/ws?roomId=1", "/ws/General")) {
            try (TestSocket socket = socket(ann, path)) {
                socket.send(Json.frame("auth", "token", bob.accessToken()));
                assertThat(socket.await("error").path("code").asText()).as(path).isEqualTo("wrong_user");
            }
        }
    }
}
