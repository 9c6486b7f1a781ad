package dev.parley.bootstrap.e2e;

import static dev.parley.bootstrap.e2e.BridgedRooms.awaitNamed;
import static dev.parley.bootstrap.e2e.BridgedRooms.awaitText;
import static dev.parley.bootstrap.e2e.BridgedRooms.enter;
import static dev.parley.bootstrap.e2e.BridgedRooms.history;
import static dev.parley.bootstrap.e2e.BridgedRooms.members;
import static dev.parley.bootstrap.e2e.BridgedRooms.open;
import static dev.parley.bootstrap.e2e.BridgedRooms.path;
import static dev.parley.bootstrap.e2e.BridgedRooms.say;
import static dev.parley.bootstrap.e2e.BridgedRooms.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.tinode.NativeRefusal;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.Seen;
import dev.parley.testkit.tinode.TinodeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rooms beside General and a real Tinode: each has its group there, with the same people. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class TinodeRoomsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TinodeServer tinode;
    private RunningServer server;
    private NativeUser nat;
    private Person ann;

    @BeforeAll
    void start(@TempDir Path directory) {
        tinode = TinodeServer.start();
        server = RunningServer.start(StoreKind.SQLITE, directory, Bridged.settings(tinode));
        ann = server.person("ann");
        nat = NativeUser.signUp(tinode.port(), "nat", "Nat the native");
    }

    @AfterAll
    void stop() {
        if (nat != null) {
            nat.close();
        }
        if (server != null) {
            server.close();
        }
        if (tinode != null) {
            tinode.close();
        }
    }

    @Test
    void a_public_room_is_found_there_by_its_name_and_talked_in_from_both_sides() {
        JsonNode garden = open(ann, "Ann's Garden", "public");
        say(ann, garden, "first");
        NativeTopic topic = enter(nat, garden);
        assertThat(nat.find("garden")).contains(topic.name());
        awaitText(topic, "first");
        soon(() -> assertThat(members(ann, garden)).hasSize(2));
        try (TestSocket socket = ann.listening()) {
            topic.publish("hello from nat");
            JsonNode heard = socket.await("message");
            assertThat(heard.path("room").asLong()).isEqualTo(garden.path("id").asLong());
            assertThat(heard.path("message").path("author").path("display_name").asText())
                    .isEqualTo("Nat the native");
            IntStream.range(0, 30).forEach(i -> say(ann, garden, "message " + i));
            awaitText(topic, "message 29");
        }
        long seq = ann.api()
                .post(path(garden) + "/messages", Json.object("content", "a mistake"))
                .expect(201)
                .json()
                .path("seq")
                .longValue();
        awaitText(topic, "a mistake");
        ann.api()
                .patch(path(garden) + "/messages/" + seq, Json.object("content", "mended"))
                .expect(200);
        awaitText(topic, "mended");
        ann.api().delete(path(garden) + "/messages/" + seq).expect(200);
        soon(() -> assertThat(topic.history()).extracting(Seen::text).doesNotContain("mended", "a mistake"));

        ann.api().patch(path(garden), Json.object("name", "Orchard")).expect(200);
        soon(() -> assertThat(nat.find("orchard")).contains(topic.name()));
        topic.leave();
        soon(() -> assertThat(members(ann, garden)).hasSize(1));
    }

    @Test
    void a_group_is_neither_found_nor_joined_there_by_a_stranger() {
        Person bob = server.person("bob");
        JsonNode secrets = open(ann, "Secrets of the house", "group");
        say(ann, secrets, "hidden");
        String title = "secrets";
        try (NativeUser root = NativeUser.logIn(tinode.port(), TinodeServer.LOGIN, TinodeServer.PASSWORD)) {
            NativeTopic seen = BridgedRooms.subscribe(root, awaitNamed(root, "Secrets of the house"));
            awaitText(seen, "hidden");
            assertThat(nat.find(title)).isEmpty();
            assertThat(nat.find("alias:parley-room-" + secrets.path("id").asText()))
                    .isEmpty();
            assertThatThrownBy(() -> nat.subscribe(seen.name()))
                    .isInstanceOfSatisfying(
                            NativeRefusal.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(403));
            assertThat(members(ann, secrets)).hasSize(1);
            assertThat(history(ann, secrets)).containsExactly("hidden");
            assertThat(bob.id()).isPositive();
        }
    }

    @Test
    void a_native_who_is_let_into_a_group_talks_in_it_until_removed_and_cannot_come_in_again() {
        JsonNode lobby = open(ann, "Meeting place", "public");
        say(ann, lobby, "come in");
        try (NativeUser kim = NativeUser.signUp(tinode.port(), "kim", "Kim")) {
            enter(kim, lobby).publish("here I am");
            soon(() -> assertThat(members(ann, lobby)).hasSize(2));
            String guest = members(ann, lobby).stream()
                    .filter(id -> !id.equals(Long.toString(ann.id())))
                    .findFirst()
                    .orElseThrow();
            JsonNode club = open(ann, "Club", "group");
            say(ann, club, "for members");
            ann.api()
                    .put(path(club) + "/members/" + guest, Json.object("role", "member"))
                    .expect(200);
            String name = awaitNamed(kim, "Club");
            NativeTopic topic = BridgedRooms.subscribe(kim, name);
            say(ann, club, "welcome, Kim");
            awaitText(topic, "welcome, Kim");
            assertThat(topic.history()).extracting(Seen::text).containsExactly("welcome, Kim");
            topic.publish("thanks");
            soon(() -> assertThat(history(ann, club)).containsExactly("for members", "welcome, Kim", "thanks"));

            ann.api().delete(path(club) + "/members/" + guest).expect(204);
            soon(() -> assertThatThrownBy(() -> topic.publish("still here?")).isInstanceOf(NativeRefusal.class));
            assertThatThrownBy(() -> kim.subscribe(name)).isInstanceOf(NativeRefusal.class);
            say(ann, club, "without kim");
            assertThat(history(ann, club)).doesNotContain("still here?");

            ann.api()
                    .put(path(club) + "/members/" + guest, Json.object("role", "member"))
                    .expect(200);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> kim.subscribe(name) != null);
            say(ann, club, "welcome back");
            awaitText(topic, "welcome back");
            assertThat(topic.history()).extracting(Seen::text).containsExactly("welcome back");
            topic.leave();
            soon(() -> assertThat(members(ann, club)).hasSize(1));

            ann.api().delete(path(club)).expect(204);
            soon(() -> assertThatThrownBy(() -> kim.subscribe(name)).isInstanceOf(NativeRefusal.class));
        }
    }
}
