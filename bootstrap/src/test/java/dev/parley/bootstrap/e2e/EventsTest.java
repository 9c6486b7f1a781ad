package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens, as server-sent events: live, and from the last event on. */
class EventsTest extends OnEveryStore {
    private static final String ROOMS = "/api/v1/rooms";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static String path(JsonNode room) {
        return ROOMS + "/" + room.path("id").asText();
    }

    private static JsonNode open(Person owner, String name) {
        return owner.api().post(ROOMS, Json.object("name", name)).expect(201).json();
    }

    private static JsonNode say(Person author, JsonNode room, String text) {
        return author.api()
                .post(path(room) + "/messages", Json.object("content", text))
                .expect(201)
                .json();
    }

    private static void edit(Person author, JsonNode room, JsonNode message, String text) {
        author.api()
                .patch(path(room) + "/messages/" + message.path("seq").asText(), Json.object("content", text))
                .expect(200);
    }

    private static void add(Person owner, JsonNode room, Person member) {
        owner.api().put(path(room) + "/members/" + member.id(), Json.object()).expect(200);
    }

    /** What was told of the room until it had caught up. */
    private static List<String> replay(TestStream stream, JsonNode room) {
        long id = room.path("id").asLong();
        stream.await(event ->
                event.type().equals("caught_up") && event.data().path("room").asLong() == id);
        List<String> contents = new ArrayList<>();
        for (TestStream.Event event : stream.unread()) {
            if (event.type().equals("message") && event.data().path("room").asLong() == id) {
                contents.add(event.data().path("message").path("content").asText());
            }
        }
        return contents;
    }

    @Test
    void a_stream_begins_with_hello_and_tells_what_happens() {
        Person ann = person("announcer");
        Person bob = person("listener");
        ann.say("before");
        try (TestStream stream = bob.stream();
                TestSocket socket = bob.listening()) {
            assertThat(stream.head().header("content-type")).isEqualTo("text/event-stream");
            assertThat(stream.head().header("cache-control")).isEqualTo("no-store");
            assertThat(stream.head().header("x-accel-buffering")).isEqualTo("no");
            assertThat(stream.head().header("transfer-encoding")).isEqualTo("chunked");
            assertThat(stream.head().header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(stream.head().header("x-request-id")).isNotEmpty();
            JsonNode hello = stream.next(PATIENCE).orElseThrow().data();
            assertThat(hello.path("type").asText()).isEqualTo("hello");
            assertThat(hello.path("user").path("username").asText()).isEqualTo("listener");
            assertThat(hello.path("rooms").path(0).path("name").asText()).isEqualTo("General");
            assertThat(stream.retry()).isPositive();
            String content = "Grüße 😀\nsecond line\tand \u2028 third";
            JsonNode said = ann.say(content);
            TestStream.Event told = stream.next(PATIENCE).orElseThrow();
            assertThat(told.type()).isEqualTo("message");
            assertThat(told.data().path("message")).isEqualTo(said);
            assertThat(told.data()).isEqualTo(socket.await("message"));
            edit(ann, hello.path("rooms").path(0), said, "changed");
            assertThat(stream.awaitContent()).isEqualTo("changed");
            socket.send(Json.frame("typing", "room", 1));
            assertThat(Json.texts(stream.await("typing").data().path("users"), "username"))
                    .containsExactly("listener");
            ann.api()
                    .put("/api/v1/rooms/1/read", Json.object("seq", said.path("seq")))
                    .expect(200);
            assertThat(stream.await("read").data().path("user").asLong()).isEqualTo(ann.id());
        }
    }

    @Test
    void every_room_is_resumed_from_the_last_event() {
        Person ann = person("novelist");
        Person bob = person("bookworm");
        JsonNode garden = open(ann, "Resumed Garden");
        JsonNode house = open(ann, "Resumed House");
        JsonNode quiet = open(ann, "Resumed Cellar");
        add(ann, garden, bob);
        add(ann, house, bob);
        add(ann, quiet, bob);
        JsonNode known = say(ann, garden, "g1");
        String id;
        try (TestStream stream = bob.stream()) {
            stream.await("hello");
            JsonNode first = say(ann, house, "h1");
            stream.await("message");
            say(ann, garden, "g2");
            id = stream.await("message").id();
            say(ann, house, "not read");
            edit(ann, house, first, "h1, edited");
        }
        edit(ann, garden, known, "g1, edited");
        say(ann, garden, "g3");
        edit(ann, garden, known, "g1, edited again");
        try (TestStream stream = bob.stream(id)) {
            assertThat(replay(stream, garden)).containsExactly("g3", "g1, edited again");
            assertThat(replay(stream, house)).containsExactly("not read", "h1, edited");
            assertThat(replay(stream, quiet)).isEmpty();
            say(ann, quiet, "live");
            assertThat(stream.await(event -> event.data()
                                    .path("message")
                                    .path("content")
                                    .asText()
                                    .equals("live"))
                            .id())
                    .isEqualTo(stream.lastEventId());
            id = stream.lastEventId();
        }
        try (TestStream stream = bob.stream(id)) {
            assertThat(replay(stream, garden)).isEmpty();
            assertThat(replay(stream, house)).isEmpty();
            assertThat(replay(stream, quiet)).isEmpty();
        }
    }

    @Test
    void a_stream_that_breaks_after_hello_misses_nothing() {
        Person ann = person("early-writer");
        Person bob = person("early-leaver");
        String id;
        try (TestStream stream = bob.stream()) {
            id = stream.await("hello").id();
        }
        assertThat(id).isNotEmpty();
        ann.say("in between");
        try (TestStream stream = TestStream.open(
                server().port(), "?last_event_id=" + id, Map.of("Authorization", "Bearer " + bob.accessToken()), 0)) {
            assertThat(stream.awaitContent()).isEqualTo("in between");
            stream.await("caught_up");
            String newer = stream.lastEventId();
            try (TestStream both = TestStream.open(
                    server().port(),
                    "?last_event_id=" + id,
                    Map.of("Authorization", "Bearer " + bob.accessToken(), "Last-Event-ID", newer),
                    0)) {
                both.await("caught_up");
                assertThat(both.unread()).extracting(TestStream.Event::type).doesNotContain("message");
            }
        }
    }

    @Test
    void a_room_that_one_came_into_meanwhile_is_told_from_there_and_one_that_one_left_is_not() {
        Person ann = person("innkeeper");
        Person bob = person("traveller");
        JsonNode left = open(ann, "Left Inn");
        add(ann, left, bob);
        String id;
        try (TestStream stream = bob.stream()) {
            stream.await("hello");
            say(ann, left, "welcome");
            id = stream.await("message").id();
        }
        bob.api().post(path(left) + "/leave").expect(204);
        say(ann, left, "gone");
        JsonNode joined = open(ann, "Joined Inn");
        say(ann, joined, "before");
        add(ann, joined, bob);
        say(ann, joined, "after");
        try (TestStream stream = bob.stream(id)) {
            assertThat(stream.await("hello").data().path("rooms")).hasSize(2);
            assertThat(replay(stream, joined)).containsExactly("after");
            say(ann, left, "still gone");
            add(ann, left, bob);
            stream.await("room");
            say(ann, left, "back");
            assertThat(stream.await(event -> event.data().path("room").equals(left.path("id")))
                            .data()
                            .path("message")
                            .path("content")
                            .asText())
                    .isEqualTo("back");
            bob.api().post(path(left) + "/leave").expect(204);
            stream.await("left");
            id = stream.lastEventId();
        }
        add(ann, left, bob);
        say(ann, left, "again");
        try (TestStream stream = bob.stream(id)) {
            assertThat(replay(stream, left)).containsExactly("again");
        }
    }

    @Test
    void a_room_that_one_comes_into_during_a_stream_is_resumed_too() {
        Person ann = person("landlady");
        Person bob = person("lodger");
        JsonNode room = open(ann, "Silent Room");
        String id;
        try (TestStream stream = bob.stream()) {
            stream.await("hello");
            add(ann, room, bob);
            stream.await("room");
            ann.say("elsewhere");
            id = stream.await("message").id();
        }
        say(ann, room, "while away");
        try (TestStream stream = bob.stream(id)) {
            assertThat(replay(stream, room)).containsExactly("while away");
        }
    }

    @Test
    void a_logout_ends_the_streams_of_its_session_at_once() {
        Person ann = person("leaving");
        Person other = ann.onAnotherDevice();
        try (TestStream first = ann.stream();
                TestStream second = ann.stream();
                TestStream staying = other.stream()) {
            first.await("hello");
            second.await("hello");
            staying.await("hello");
            ann.api().post("/api/v1/auth/logout").expect(204);
            assertThat(first.awaitEnd()).isTrue();
            assertThat(first.comments()).contains("the session has ended");
            assertThat(second.awaitEnd()).isTrue();
            other.say("I stay");
            assertThat(staying.awaitContent()).isEqualTo("I stay");
        }
        ann.api().get(TestStream.PATH).expectRefusal(401, "session_revoked");
    }

    @Test
    void a_ticket_opens_one_stream_and_a_token_in_the_address_none() {
        Person ann = person("by-ticket-stream");
        String ticket = ann.api()
                .post("/api/v1/ws-tickets")
                .expect(201)
                .json()
                .path("ticket")
                .asText();
        try (TestStream stream = TestStream.open(server().port(), "?ticket=" + ticket, Map.of(), 0)) {
            assertThat(stream.await("hello").data().path("user").path("id").asLong())
                    .isEqualTo(ann.id());
        }
        api().get(TestStream.PATH + "?ticket=" + ticket).expectRefusal(401, "invalid_token");
        api().get(TestStream.PATH + "?token=" + ann.accessToken()).expectRefusal(401, "unauthenticated");
        api().get(TestStream.PATH + "?access_token=" + ann.accessToken()).expectRefusal(401, "unauthenticated");
        api().get(TestStream.PATH).expectRefusal(401, "unauthenticated");
    }

    @Test
    void what_is_no_id_is_refused_and_one_from_beyond_the_log_is_moved_back() throws Exception {
        Person ann = person("forger");
        for (String id : List.of("x", "AgEB", "AQE", "AQAB", "AQE" + "_".repeat(20), "AQEB.", "nonsense")) {
            ann.api().with("Last-Event-ID", id).get(TestStream.PATH).expectRefusal(400, "invalid_field");
            ann.api().get(TestStream.PATH + "?last_event_id=" + id).expectRefusal(400, "invalid_field");
        }
        RawHttp.exchange(
                        server().port(),
                        "GET " + TestStream.PATH + "?last_event_id=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .expectRefusal(400, "bad_request");
        long end = ann.say("the end").path("rev").asLong();
        String beyond = "AQH__wc"; // Version 1, room 1, rev 131,071.
        try (TestStream stream = ann.stream(beyond)) {
            assertThat(stream.await("caught_up").data().path("rev").asLong()).isEqualTo(end);
            ann.say("one more");
            assertThat(stream.awaitContent()).isEqualTo("one more");
        }
    }

    @Test
    void other_methods_are_answered_as_everywhere() throws Exception {
        Person ann = person("methodical");
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            Answer answer = ann.api()
                    .send(method, TestStream.PATH, BodyPublishers.ofString("{}"))
                    .expectRefusal(405, "method_not_allowed");
            assertThat(answer.header("allow")).isEqualTo("GET");
        }
        String head = "HEAD " + TestStream.PATH + " HTTP/1.1\r\nHost: localhost\r\n";
        try (RawHttp http = new RawHttp(server().port())) {
            http.send((head + "Authorization: Bearer " + ann.accessToken() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            Answer answer = http.answer("HEAD " + TestStream.PATH + " HTTP/1.1").expect(200);
            assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
            http.send((head + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII)); // Nothing came behind it: the connection goes on.
            http.answer("HEAD " + TestStream.PATH + " HTTP/1.1").expect(401);
        }
    }
}
