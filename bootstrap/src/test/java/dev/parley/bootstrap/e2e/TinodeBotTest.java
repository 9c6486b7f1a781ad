package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.Seen;
import dev.parley.testkit.tinode.TinodeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With an account that is not root, Parley says everything itself. */
@Timeout(180)
class TinodeBotTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void a_bot_says_who_has_said_it() {
        try (TinodeServer tinode = TinodeServer.start();
                NativeUser bot = NativeUser.signUp(tinode.port(), "parley", "Parley's bot")) {
            Map<String, String> settings = Bridged.both(
                    Bridged.settings(tinode),
                    Map.of(
                            "TINODE_LOGIN", "parley",
                            "TINODE_PASSWORD", NativeUser.PASSWORD,
                            "TINODE_IDENTITY", "bot"));
            bot.disconnect();
            try (RunningServer server = RunningServer.start(StoreKind.SQLITE, directory, settings);
                    NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat")) {
                Person ann = server.person("ann");
                NativeTopic topic = Bridged.general(nat);
                long seq = ann.say("by the bot").path("seq").longValue();
                topic.await(it -> !it.messages().isEmpty(), "what ann has said");
                Seen seen = topic.messages().get(0);
                assertThat(seen.from()).isEqualTo(bot.id());
                assertThat(seen.head().path("x-parley-author").asText()).isEqualTo("ann");

                topic.publish("hello, bot");
                ann.api()
                        .patch(Person.MESSAGES + "/" + seq, Json.object("content", "by the bot, mended"))
                        .expect(200);
                ann.say("goes on");
                Bridged.expectSame(ann.api(), topic, Duration.ofSeconds(20));
            }
        }
    }

    @Test
    void a_bot_carries_rooms_over_and_leaves_talks_alone() {
        try (TinodeServer tinode = TinodeServer.start();
                NativeUser bot = NativeUser.signUp(tinode.port(), "parley", "Parley's bot")) {
            Map<String, String> settings = Bridged.both(
                    Bridged.settings(tinode),
                    Map.of(
                            "TINODE_LOGIN", "parley",
                            "TINODE_PASSWORD", NativeUser.PASSWORD,
                            "TINODE_IDENTITY", "bot"));
            bot.disconnect();
            try (RunningServer server = RunningServer.start(StoreKind.SQLITE, directory, settings);
                    NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat")) {
                Person ann = server.person("ann");
                JsonNode room = ann.api()
                        .post("/api/v1/rooms", Json.object("name", "Workshop", "history", "since_joining"))
                        .expect(201)
                        .json();
                BridgedRooms.say(ann, room, "by the bot");
                NativeTopic topic = BridgedRooms.enter(nat, room);
                BridgedRooms.awaitText(topic, "by the bot");
                BridgedRooms.soon(
                        () -> assertThat(BridgedRooms.members(ann, room)).hasSize(2));
                topic.publish("hello, bot");
                BridgedRooms.soon(
                        () -> assertThat(BridgedRooms.history(ann, room)).containsExactly("by the bot", "hello, bot"));
                String guest = BridgedRooms.members(ann, room).stream()
                        .filter(id -> !id.equals(Long.toString(ann.id())))
                        .findFirst()
                        .orElseThrow();
                JsonNode direct = ann.api()
                        .put("/api/v1/direct/" + guest, Json.object())
                        .expect(200)
                        .json();
                BridgedRooms.say(ann, direct, "in Parley alone");
                BridgedRooms.say(ann, room, "the last");
                BridgedRooms.awaitText(topic, "the last");
                assertThat(nat.memberships().keySet()).noneMatch(name -> name.startsWith("usr"));
                topic.leave();
                BridgedRooms.soon(
                        () -> assertThat(BridgedRooms.members(ann, room)).hasSize(1));
            }
        }
    }
}
