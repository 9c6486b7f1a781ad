package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.InProcess;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is in which room holds on every node, also for the sockets that were open before. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"MONGODB", "POSTGRES"})
@Timeout(120)
class NodesMembershipTest {
    private static final String ROOMS = "/api/v1/rooms";

    @TempDir
    private Path directory = Path.of("");

    private final TestStore store;
    private @Nullable InProcess here;
    private @Nullable InProcess there;

    NodesMembershipTest(StoreKind kind) {
        store = TestStore.open(kind);
    }

    @BeforeEach
    void start() {
        here = InProcess.start(RunningServer.settings(directory, store.settings()), directory);
        there = InProcess.start(RunningServer.settings(directory, store.settings()), directory);
    }

    @AfterEach
    void stop() {
        for (InProcess node : new InProcess[] {here, there}) {
            if (node != null) {
                node.close();
            }
        }
        store.close();
    }

    private Person ann() {
        return Person.signUp(Api.to(Objects.requireNonNull(here).port()), "ann");
    }

    private Person bob() {
        return Person.signUp(Api.to(Objects.requireNonNull(there).port()), "bob");
    }

    private static JsonNode group(Person owner) {
        return owner.api()
                .post(ROOMS, Json.object("name", "Club", "kind", "group"))
                .expect(201)
                .json();
    }

    private static String path(JsonNode room) {
        return ROOMS + "/" + room.path("id").asText();
    }

    private static void say(Person author, JsonNode room, String text) {
        author.api()
                .post(path(room) + "/messages", Json.object("content", text))
                .expect(201);
    }

    private static String heard(TestSocket socket) {
        return socket.await("message").path("message").path("content").asText();
    }

    private static JsonNode roomOf(TestSocket socket) {
        return socket.await("room").path("room");
    }

    @Test
    void who_is_added_here_hears_there_and_who_is_removed_here_hears_nothing_more_there() {
        Person ann = ann();
        Person bob = bob();
        JsonNode club = group(ann);
        String bobsPlace = path(club) + "/members/" + bob.id();
        try (TestSocket socket = bob.listening()) {
            ann.api().put(bobsPlace, Json.object()).expect(200);
            assertThat(roomOf(socket).path("id")).isEqualTo(club.path("id"));
            say(ann, club, "welcome");
            assertThat(heard(socket)).isEqualTo("welcome");

            ann.api().put(bobsPlace, Json.object("role", "moderator")).expect(200);
            assertThat(roomOf(socket).path("role").asText()).isEqualTo("moderator");

            ann.api().delete(bobsPlace).expect(204);
            bob.api().get(path(club) + "/messages").expectRefusal(404, "room_not_found");
            assertThat(socket.await("left").path("room")).isEqualTo(club.path("id"));
            say(ann, club, "about him");
            ann.say("to all");
            assertThat(heard(socket)).isEqualTo("to all");
        }
    }

    @Test
    void a_room_is_renamed_and_deleted_before_the_eyes_of_those_on_the_other_node() {
        Person ann = ann();
        Person bob = bob();
        JsonNode club = group(ann);
        ann.api().put(path(club) + "/members/" + bob.id(), Json.object()).expect(200);
        try (TestSocket socket = bob.listening()) {
            ann.api().patch(path(club), Json.object("name", "Pub")).expect(200);
            assertThat(roomOf(socket).path("name").asText()).isEqualTo("Pub");
            ann.api().delete(path(club)).expect(204);
            assertThat(socket.await("left").path("room")).isEqualTo(club.path("id"));
            ann.say("to all");
            assertThat(heard(socket)).isEqualTo("to all");
        }
    }

    @Test
    void a_direct_room_and_one_that_is_made_with_members_are_heard_of_on_both_nodes() {
        Person ann = ann();
        Person bob = bob();
        try (TestSocket anns = ann.listening();
                TestSocket bobs = bob.listening()) {
            JsonNode direct = ann.api()
                    .put("/api/v1/direct/" + bob.id(), Json.object())
                    .expect(200)
                    .json();
            assertThat(roomOf(anns).path("id")).isEqualTo(direct.path("id"));
            assertThat(roomOf(bobs).path("name").asText()).isEqualTo("ann");
            say(ann, direct, "just us");
            assertThat(heard(bobs)).isEqualTo("just us");

            JsonNode made = bob.api()
                    .post(ROOMS, Json.object("name", "Pair", "kind", "group", "members", new long[] {ann.id()}))
                    .expect(201)
                    .json();
            assertThat(roomOf(anns).path("id")).isEqualTo(made.path("id"));
            bob.api()
                    .post(path(made) + "/messages", Json.object("content", "made"))
                    .expect(201);
            assertThat(heard(anns)).isEqualTo("just us");
            assertThat(heard(anns)).isEqualTo("made");
        }
    }
}
