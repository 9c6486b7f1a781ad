package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
}
