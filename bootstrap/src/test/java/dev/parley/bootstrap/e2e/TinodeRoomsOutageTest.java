package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.InProcess;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.Seen;
import dev.parley.testkit.tinode.TinodeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tinode goes away, Parley too, one of two nodes dies: afterwards every room and its group are the same again. */
@Timeout(240)
class TinodeRoomsOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory = Path.of("");

    private final TinodeServer tinode = TinodeServer.start();

    @AfterEach
    void stop() {
        tinode.close();
    }

    private ServerProcess process(Map<String, String> more) {
        return ServerProcess.start(
                directory, RunningServer.settings(directory, Bridged.both(Bridged.settings(tinode), more)));
    }

    private static Person on(int port, Person person) {
        return new Person(
                person.id(),
                person.username(),
                person.accessToken(),
                person.refreshToken(),
                Api.to(port).as(person.accessToken()));
    }

    private static void awaitTexts(NativeTopic topic, List<String> texts) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(
                        () -> assertThat(topic.history()).extracting(Seen::text).containsExactlyElementsOf(texts));
    }

    private static void awaitHistory(Person reader, JsonNode room, String... texts) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(BridgedRooms.history(reader, room)).containsExactly(texts));
    }

    @Test
    void what_happens_in_rooms_while_the_other_side_is_away_is_there_afterwards() {
        ServerProcess server = process(Map.of());
        try (NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat")) {
            Person ann = Person.signUp(Api.to(server.awaitPort()), "ann");
            JsonNode room = BridgedRooms.open(ann, "Workshop", "public");
            BridgedRooms.say(ann, room, "first");
            NativeTopic topic = BridgedRooms.enter(nat, room);
            BridgedRooms.awaitText(topic, "first");

            tinode.kill();
            BridgedRooms.say(ann, room, "while tinode is away");
            JsonNode born = BridgedRooms.open(ann, "Born meanwhile", "public");
            BridgedRooms.say(ann, born, "without a group");
            tinode.resume();
            await().atMost(PATIENCE).until(nat::connected);
            BridgedRooms.awaitText(topic, "while tinode is away");
            awaitTexts(BridgedRooms.enter(nat, born), List.of("without a group"));

            server.kill();
            topic.publish("while parley is away");
            server = process(Map.of());
            Person again = on(server.awaitPort(), ann);
            awaitHistory(again, room, "first", "while tinode is away", "while parley is away");
            BridgedRooms.say(again, room, "last");
            awaitTexts(topic, List.of("first", "while tinode is away", "while parley is away", "last"));

            server.kill();
            topic.leave();
            server = process(Map.of());
            Person later = on(server.awaitPort(), ann);
            BridgedRooms.say(later, room, "without nat");
            BridgedRooms.soon(
                    () -> assertThat(BridgedRooms.members(later, room)).hasSize(1));
        } finally {
            server.close();
        }
    }

    @Test
    void three_hundred_rooms_get_their_groups_when_tinode_is_there_at_last() {
        List<JsonNode> rooms = new ArrayList<>();
        Person ann;
        try (RunningServer alone = RunningServer.start(StoreKind.SQLITE, directory, Map.of())) {
            ann = alone.person("ann");
            for (int i = 0; i < 300; i++) {
                rooms.add(BridgedRooms.open(ann, "Room number " + i, "public"));
                BridgedRooms.say(ann, rooms.get(i), "one");
                BridgedRooms.say(ann, rooms.get(i), "two");
            }
        }
        try (ServerProcess server = process(Map.of());
                NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat")) {
            assertThat(server.awaitPort()).isPositive();
            await().atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> nat.find("alias:parley-room-"
                                    + rooms.get(299).path("id").asText())
                            .isPresent());
            for (int i : new int[] {0, 150, 299}) {
                awaitTexts(BridgedRooms.enter(nat, rooms.get(i)), List.of("one", "two"));
            }
        }
    }

    @Test
    void of_two_nodes_one_carries_each_room_and_the_other_goes_on_when_it_dies() {
        try (TestStore store = TestStore.open(StoreKind.POSTGRES);
                ServerProcess dying = process(store.settings());
                InProcess other = InProcess.start(
                        RunningServer.settings(directory, Bridged.both(Bridged.settings(tinode), store.settings())),
                        directory);
                NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat")) {
            Person here = Person.signUp(Api.to(dying.awaitPort()), "ann");
            Person there = on(other.port(), here);
            List<JsonNode> rooms = IntStream.range(0, 6)
                    .mapToObj(i -> BridgedRooms.open(here, "Room " + i, "public"))
                    .toList();
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                for (JsonNode room : rooms) {
                    BridgedRooms.say(i % 2 == 0 ? here : there, room, "message " + i);
                }
                texts.add("message " + i);
            }
            NativeTopic topic = BridgedRooms.enter(nat, rooms.get(0));
            awaitTexts(topic, texts);
            for (JsonNode room : rooms) {
                BridgedRooms.say(here, room, "the last of the first");
            }
            dying.kill();
            for (JsonNode room : rooms) {
                BridgedRooms.say(there, room, "the first of the other");
            }
            texts.add("the last of the first");
            texts.add("the first of the other");
            topic.publish("from nat");
            for (JsonNode room : rooms) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .untilAsserted(
                                () -> assertThat(BridgedRooms.enter(nat, room).history())
                                        .extracting(Seen::text)
                                        .filteredOn(text -> !text.equals("from nat"))
                                        .containsExactlyElementsOf(texts));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(BridgedRooms.history(there, rooms.get(0)))
                            .containsOnlyOnce("from nat"));
            BridgedRooms.soon(
                    () -> assertThat(BridgedRooms.members(there, rooms.get(0))).hasSize(2));
        }
    }
}
