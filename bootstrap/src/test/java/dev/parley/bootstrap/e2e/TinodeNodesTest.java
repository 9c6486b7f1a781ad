package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.InProcess;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.TinodeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes with one database and one Tinode, which is their bus: one conversation, whole, in one order, and at once. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"MONGODB", "POSTGRES"})
@Timeout(180)
class TinodeNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory = Path.of("");

    private final TinodeServer tinode = TinodeServer.start();
    private final TestStore store;
    private final Map<String, String> settings;

    TinodeNodesTest(StoreKind kind) {
        store = TestStore.open(kind);
        settings = Bridged.both(Bridged.settings(tinode), store.settings());
    }

    @AfterEach
    void stop() {
        store.close();
        tinode.close();
    }

    private InProcess node() {
        return InProcess.start(RunningServer.settings(directory, settings), directory);
    }

    private static void awaitBridge(int port) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Api.to(port)
                                .get("/health/ready")
                                .json()
                                .path("components")
                                .path("tinode")
                                .path("status")
                                .asText())
                        .isEqualTo("ok"));
    }

    @Test
    void everybody_sees_the_same_and_tinode_shows_it() {
        try (InProcess one = node();
                InProcess two = node();
                NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat")) {
            NativeTopic topic = Bridged.general(nat);
            AtomicInteger turns = new AtomicInteger();
            Person judge = Person.signUp(Api.to(two.port()), "judge");
            try (Crowd crowd = new Crowd(8, 1, 4, () -> (turns.getAndIncrement() % 2 == 0 ? one : two).port(), 17)) {
                await().atMost(PATIENCE).until(() -> {
                    crowd.expectWell();
                    return crowd.acknowledged() > 800;
                });
                crowd.finish(judge.api(), 60);
            }
            Bridged.expectSame(judge.api(), topic, PATIENCE);
            topic.publish("from nat to both");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Change.history(judge.api()))
                            .extracting(Change::content)
                            .containsOnlyOnce("from nat to both"));
        }
    }

    /** Once a second the nodes look for themselves: what comes in a tenth of that has come by Tinode. */
    @Test
    void what_is_said_on_one_is_heard_on_the_other_at_once() {
        try (InProcess one = node();
                InProcess two = node()) {
            awaitBridge(one.port());
            awaitBridge(two.port());
            Person ann = Person.signUp(Api.to(one.port()), "ann");
            Person bob = Person.signUp(Api.to(two.port()), "bob");
            try (TestSocket ears = bob.listening()) {
                ann.say("the first");
                ears.await("message");
                int prompt = 0;
                for (int i = 0; i < 20; i++) {
                    long start = System.nanoTime();
                    ann.say("number " + i);
                    ears.await("message");
                    prompt += System.nanoTime() - start < 300_000_000 ? 1 : 0;
                }
                assertThat(prompt).as("of 20 that came sooner than by looking").isGreaterThan(10);
                try (TestSocket mouth = ann.listening()) {
                    mouth.demand(Json.frame("typing", "room", 1));
                }
                assertThat(ears.await("typing").toString()).contains("ann");
            }
        }
    }

    @Test
    void a_node_that_dies_leaves_its_work_to_the_other() {
        ServerProcess dying = ServerProcess.start(directory, RunningServer.settings(directory, settings));
        try (InProcess other = node();
                NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat")) {
            int port = dying.awaitPort();
            awaitBridge(port);
            NativeTopic topic = Bridged.general(nat);
            Person ann = Person.signUp(Api.to(port), "ann");
            for (int i = 0; i < 200; i++) {
                ann.say("before the end " + i);
            }
            dying.kill();
            Person bob = Person.signUp(Api.to(other.port()), "bob");
            bob.say("after the end");
            Bridged.expectSame(bob.api(), topic, PATIENCE);
        } finally {
            dying.close();
        }
    }
}
