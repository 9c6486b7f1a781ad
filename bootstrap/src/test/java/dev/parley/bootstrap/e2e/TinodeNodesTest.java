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

    @Test
    void a_direct_room_is_one_talk_whichever_node_its_two_are_on() {
        try (InProcess one = node();
                InProcess two = node();
                NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat")) {
            awaitBridge(one.port());
            awaitBridge(two.port());
            Person ann = Person.signUp(Api.to(one.port()), "ann");
            Person bob = Person.signUp(Api.to(two.port()), "bob");
            long guest = BridgedTalks.guest(ann, nat, "nat");
            BridgedTalks.say(ann, guest, "ann to nat");
            BridgedTalks.say(bob, guest, "bob to nat");
            NativeTopic anns = BridgedTalks.talk(nat, "ann");
            NativeTopic bobs = BridgedTalks.talk(nat, "bob");
            BridgedTalks.awaitText(anns, "ann to nat");
            BridgedTalks.awaitText(bobs, "bob to nat");
            anns.publish("nat to ann");
            bobs.publish("nat to bob");
            BridgedTalks.awaitSaid(ann, guest, "ann to nat", "nat to ann");
            BridgedTalks.awaitSaid(bob, guest, "bob to nat", "nat to bob");
            for (int i = 0; i < 10; i++) {
                BridgedTalks.say(ann, bob.id(), "ann to bob " + i);
                BridgedTalks.say(bob, ann.id(), "bob to ann " + i);
                BridgedTalks.say(i % 2 == 0 ? ann : bob, guest, "number " + i);
            }
            BridgedTalks.awaitText(anns, "number 8");
            BridgedTalks.awaitText(bobs, "number 9");

            assertThat(anns.history())
                    .extracting(Seen::text)
                    .containsExactly(
                            "ann to nat", "nat to ann", "number 0", "number 2", "number 4", "number 6", "number 8");
            assertThat(bobs.history())
                    .extracting(Seen::text)
                    .containsExactly(
                            "bob to nat", "nat to bob", "number 1", "number 3", "number 5", "number 7", "number 9");
            assertThat(BridgedTalks.said(ann, bob.id())).hasSize(20).isEqualTo(BridgedTalks.said(bob, ann.id()));
        }
    }

    @Test
    void who_is_removed_on_one_node_does_not_see_in_tinode_what_is_said_on_the_other() {
        try (InProcess one = node();
                InProcess two = node();
                NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat");
                NativeUser root = NativeUser.logIn(tinode.port(), TinodeServer.LOGIN, TinodeServer.PASSWORD)) {
            awaitBridge(one.port());
            awaitBridge(two.port());
            Person ann = Person.signUp(Api.to(one.port()), "ann");
            Person bob = Person.signUp(Api.to(two.port()), "bob");
            long guest = BridgedTalks.guest(ann, nat, "nat");
            JsonNode club = BridgedRooms.open(ann, "Club", "group");
            String members = BridgedRooms.path(club) + "/members/";
            ann.api().put(members + bob.id(), Json.object("role", "moderator")).expect(200);
            BridgedRooms.say(ann, club, "first");
            NativeTopic seen = BridgedRooms.subscribe(root, BridgedRooms.awaitNamed(root, "Club"));
            for (int i = 0; i < 5; i++) {
                ann.api().put(members + guest, Json.object("role", "member")).expect(200);
                NativeTopic topic = await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> nat.subscribe(seen.name()), entered -> true);
                BridgedRooms.say(ann, club, "for nat " + i);
                BridgedRooms.awaitText(topic, "for nat " + i);
                bob.api().delete(members + guest).expect(204);
                BridgedRooms.say(ann, club, "not for nat " + i);
                BridgedRooms.awaitText(seen, "not for nat " + i);
                assertThat(topic.heard())
                        .extracting(Seen::text)
                        .isNotEmpty()
                        .allMatch(text -> text.startsWith("for nat"));
            }
        }
    }
}
