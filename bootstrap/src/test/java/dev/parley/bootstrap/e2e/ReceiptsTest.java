package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one has read, and what not. */
class ReceiptsTest extends OnEveryStore {
    private static final String ROOMS = "/api/v1/rooms";

    private static String path(JsonNode room) {
        return ROOMS + "/" + room.path("id").asText();
    }

    private static JsonNode open(Person owner, String name) {
        return owner.api().post(ROOMS, Json.object("name", name)).expect(201).json();
    }

    private static long say(Person author, JsonNode room, String text) {
        return author.api()
                .post(path(room) + "/messages", Json.object("content", text))
                .expect(201)
                .json()
                .path("seq")
                .asLong();
    }

    private static JsonNode state(Person reader, JsonNode room) {
        return reader.api().get(path(room)).expect(200).json();
    }

    private static void demand(Person reader, JsonNode room, long readSeq, long unread) {
        JsonNode state = state(reader, room);
        assertThat(state.path("read_seq").asLong()).isEqualTo(readSeq);
        assertThat(state.path("unread").asLong()).isEqualTo(unread);
    }

    @Test
    void who_writes_has_read_what_stands_before_and_nobody_has_its_own_messages_to_read() {
        Person ann = person("reads-own");
        Person bob = person("reads-other");
        JsonNode room = open(ann, "Own messages");
        bob.api().post(path(room) + "/join").expect(200);
        say(ann, room, "one");
        say(ann, room, "two");
        demand(ann, room, 2, 0);
        demand(bob, room, 0, 2);
        say(bob, room, "three");
        demand(bob, room, 3, 0);
        demand(ann, room, 2, 1);
        assertThat(ann.api()
                        .put(path(room) + "/read", Json.object("seq", 3))
                        .expect(200)
                        .json()
                        .path("seq")
                        .asLong())
                .isEqualTo(3);
        say(bob, room, "four");
        demand(ann, room, 3, 1);
        ann.api().put(path(room) + "/read", Json.object("seq", 1)).expect(200);
        demand(ann, room, 3, 1);
    }

    @Test
    void who_leaves_and_comes_back_begins_anew() {
        Person ann = person("stays-here");
        Person bob = person("comes-back");
        JsonNode room = ann.api()
                .post(ROOMS, Json.object("name", "Revolving door", "kind", "group", "join", "open"))
                .expect(201)
                .json();
        bob.api().post(path(room) + "/join").expect(200);
        say(bob, room, "hello");
        bob.api().post(path(room) + "/leave").expect(204);
        say(ann, room, "while away");
        bob.api().post(path(room) + "/join").expect(200);
        assertThat(state(bob, room).path("unread").asLong()).isZero();
        say(ann, room, "welcome");

        assertThat(state(bob, room).path("unread").asLong()).isEqualTo(1);
    }

    @Test
    void what_is_read_on_one_device_is_told_to_the_others() {
        Person ann = person("two-screens");
        Person bob = person("correspondent");
        JsonNode room = ann.api()
                .put("/api/v1/direct/" + bob.id(), Json.object())
                .expect(200)
                .json();
        say(bob, room, "seen?");
        try (TestSocket screen = ann.listening();
                TestSocket theirs = bob.listening()) {
            List<TestSocket> sockets = List.of(screen, theirs);
            say(bob, room, "and this?");
            sockets.forEach(socket -> socket.await("message")); // Who is not live yet is not told what is kept nowhere.
            ann.api().put(path(room) + "/read", Json.object("seq", 2)).expect(200);
            for (TestSocket socket : sockets) {
                JsonNode read = socket.await("read");
                assertThat(read.path("user").asLong()).isEqualTo(ann.id());
                assertThat(read.path("seq").asLong()).isEqualTo(2);
            }
        }
    }
}
