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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.testkit.tinode.NativeRefusal;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.Seen;
import dev.parley.testkit.tinode.TinodeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** The numbers here of natives who have come into a public room. */
    private List<String> guests(String name, NativeUser... users) {
        JsonNode lobby = open(ann, name, "public");
        say(ann, lobby, "come in");
        List<String> guests = new ArrayList<>();
        for (NativeUser user : users) {
            enter(user, lobby);
            soon(() -> assertThat(members(ann, lobby)).hasSize(guests.size() + 2));
            guests.add(members(ann, lobby).stream()
                    .filter(id -> !id.equals(Long.toString(ann.id())) && !guests.contains(id))
                    .findFirst()
                    .orElseThrow());
        }
        return guests;
    }

    private void letIn(JsonNode group, String guest) {
        ann.api()
                .put(path(group) + "/members/" + guest, Json.object("role", "member"))
                .expect(200);
    }

    @Test
    void those_who_are_removed_one_after_another_hear_nothing_that_is_said_afterwards() {
        List<NativeUser> users = IntStream.range(0, 4)
                .mapToObj(i -> NativeUser.signUp(tinode.port(), "member" + i, "Member " + i))
                .toList();
        try {
            List<String> guests = guests("Waiting room", users.toArray(NativeUser[]::new));
            JsonNode club = open(ann, "Board", "group");
            say(ann, club, "first");
            guests.forEach(guest -> letIn(club, guest));
            String name = awaitNamed(users.get(0), "Board");
            List<NativeTopic> topics = users.stream()
                    .map(user ->
                            await().atMost(PATIENCE).ignoreExceptions().until(() -> user.subscribe(name), it -> true))
                    .toList();
            say(ann, club, "for all");
            topics.forEach(topic -> awaitText(topic, "for all"));
            guests.forEach(
                    guest -> ann.api().delete(path(club) + "/members/" + guest).expect(204));
            say(ann, club, "not for them");

            try (NativeUser root = NativeUser.logIn(tinode.port(), TinodeServer.LOGIN, TinodeServer.PASSWORD)) {
                awaitText(BridgedRooms.subscribe(root, name), "not for them");
            }
            topics.forEach(topic -> soon(
                    () -> assertThatThrownBy(() -> topic.publish("still here?")).isInstanceOf(NativeRefusal.class)));
            assertThat(topics)
                    .allSatisfy(topic -> assertThat(topic.heard())
                            .extracting(Seen::text)
                            .contains("for all")
                            .doesNotContain("not for them"));
        } finally {
            users.forEach(NativeUser::close);
        }
    }

    @Test
    void a_native_whose_app_asks_as_soon_as_it_is_let_in_does_not_see_what_was_said_before() {
        String title = "Cabinet";
        JsonNode club = open(ann, title, "group");
        say(ann, club, "not for Eve");
        try (NativeUser root = NativeUser.logIn(tinode.port(), TinodeServer.LOGIN, TinodeServer.PASSWORD);
                NativeUser eve = NativeUser.signUp(tinode.port(), "eve", "Eve");
                TinodeApp app = TinodeApp.connect(tinode)) {
            String guest = guests("Antechamber", eve).get(0);
            String name = awaitNamed(root, title);
            NativeTopic seen = BridgedRooms.subscribe(root, name);
            awaitText(seen, "not for Eve");
            app.login("basic", "eve:" + NativeUser.PASSWORD);
            for (int i = 0; i < 5; i++) {
                letIn(club, guest);
                await().atMost(PATIENCE)
                        .pollInSameThread()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> askForAll(app, name) == 200);
                say(ann, club, "welcome " + i);
                awaitText(seen, "welcome " + i);
                askForAll(app, name);
                ann.api().delete(path(club) + "/members/" + guest).expect(204);
                say(ann, club, "not for Eve either " + i);
                awaitText(seen, "not for Eve either " + i);
            }
            askForAll(app, name);
            assertThat(app.heard()).isNotEmpty().allMatch(text -> text.startsWith("welcome"));
        }
    }

    /** Attaches and asks for what was said. Returns the code of the answer. */
    private static int askForAll(TinodeApp app, String topic) {
        ObjectNode packet = Json.object("topic", topic, "get", Json.object("what", "data"));
        int code = app.ask("sub", packet).path("code").asInt();
        app.ask("get", Json.object("topic", topic, "what", "data")); // Whose answer comes after all of it.
        return code;
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
            soon(() -> assertThatCode(() -> kim.subscribe(name)).doesNotThrowAnyException());
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
