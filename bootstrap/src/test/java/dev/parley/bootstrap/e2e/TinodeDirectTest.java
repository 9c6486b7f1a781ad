package dev.parley.bootstrap.e2e;

import static dev.parley.bootstrap.e2e.BridgedTalks.awaitSaid;
import static dev.parley.bootstrap.e2e.BridgedTalks.awaitText;
import static dev.parley.bootstrap.e2e.BridgedTalks.direct;
import static dev.parley.bootstrap.e2e.BridgedTalks.guest;
import static dev.parley.bootstrap.e2e.BridgedTalks.said;
import static dev.parley.bootstrap.e2e.BridgedTalks.say;
import static dev.parley.bootstrap.e2e.BridgedTalks.talk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.Seen;
import dev.parley.testkit.tinode.TinodeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Direct rooms and a real Tinode: each is the talk of the two there, also where many talk to the same one. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class TinodeDirectTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TinodeServer tinode;
    private RunningServer server;
    private NativeUser nat;
    private NativeUser kim;
    private Person ann;
    private Person bob;

    @BeforeAll
    void start(@TempDir Path directory) {
        tinode = TinodeServer.start();
        server = RunningServer.start(StoreKind.SQLITE, directory, Bridged.settings(tinode));
        ann = server.person("ann");
        bob = server.person("bob");
        nat = NativeUser.signUp(tinode.port(), "nat", "Nat");
        kim = NativeUser.signUp(tinode.port(), "kim", "Kim");
        ann.say("hello from ann"); // So both have accounts there.
        bob.say("hello from bob");
    }

    @AfterAll
    void stop() {
        for (NativeUser user : new NativeUser[] {nat, kim}) {
            if (user != null) {
                user.close();
            }
        }
        if (server != null) {
            server.close();
        }
        if (tinode != null) {
            tinode.close();
        }
    }

    private String tinodeState() {
        return server.api()
                .get("/health/ready")
                .expect(200)
                .json()
                .path("components")
                .path("tinode")
                .path("status")
                .asText();
    }

    /** Each of the talks may be heard as either of the two; and there are two ways to block one. */
    @Test
    void what_is_said_to_somebody_who_has_blocked_it_stays_here_and_what_comes_afterwards_does_not() {
        for (String login : List.of("ivo", "jan", "leo", "max")) {
            try (NativeUser user = NativeUser.signUp(tinode.port(), login, login);
                    TinodeApp app = TinodeApp.connect(tinode)) {
                long id = guest(ann, user, login);
                say(ann, id, "before");
                NativeTopic talk = talk(user, "ann");
                awaitText(talk, "before");
                app.login("basic", login + ":" + NativeUser.PASSWORD);
                app.ask("sub", Json.object("topic", talk.name()));
                allow(app, talk.name(), "N");
                talk.publish("from the one who blocks");
                awaitSaid(ann, id, "before", "from the one who blocks");
                say(ann, id, "not for now");
                expectWell();
                allow(app, talk.name(), "JRWPA");
                say(ann, id, "afterwards");
                awaitText(talk, "afterwards");
                assertThat(talk.history())
                        .extracting(Seen::text)
                        .containsExactly("before", "from the one who blocks", "afterwards");
            }
        }
    }

    /** As Tinode's own web client does it. */
    @Test
    void who_does_not_want_a_talk_any_more_is_not_made_to_want_it_by_what_is_said_here() {
        for (String login : List.of("pia", "quin", "rob", "sue")) {
            try (NativeUser user = NativeUser.signUp(tinode.port(), login, login);
                    TinodeApp app = TinodeApp.connect(tinode)) {
                long id = guest(ann, user, login);
                say(ann, id, "before");
                NativeTopic talk = talk(user, "ann");
                awaitText(talk, "before");
                app.login("basic", login + ":" + NativeUser.PASSWORD);
                app.ask("set", Json.object("topic", talk.name(), "sub", Json.object("mode", "RWAD")));
                say(ann, id, "not wanted");
                expectWell();
                String wanted = app.ask("get", Json.object("topic", talk.name(), "what", "desc"), "meta")
                        .path("desc")
                        .path("acs")
                        .path("want")
                        .asText();
                assertThat(wanted).isNotEmpty().doesNotContain("J");
            }
        }
    }

    private static void allow(TinodeApp app, String other, String mode) {
        app.ask("set", Json.object("topic", other, "sub", Json.object("user", other, "mode", mode)));
    }

    private void expectWell() {
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> tinodeState().equals("ok"));
    }

    /** Five talks of four people: one session has but four names for them. */
    @Test
    void each_of_many_talks_of_the_same_people_is_the_right_room() {
        long nats = guest(ann, nat, "nat");
        long kims = guest(ann, kim, "kim");
        say(ann, bob.id(), "ann to bob");
        say(ann, nats, "ann to nat");
        say(bob, nats, "bob to nat");
        say(ann, kims, "ann to kim");
        say(bob, kims, "bob to kim");
        NativeTopic natAnn = talk(nat, "ann");
        NativeTopic natBob = talk(nat, "bob");
        NativeTopic kimAnn = talk(kim, "ann");
        NativeTopic kimBob = talk(kim, "bob");
        awaitText(natAnn, "ann to nat");
        awaitText(natBob, "bob to nat");
        awaitText(kimAnn, "ann to kim");
        awaitText(kimBob, "bob to kim");
        try (TestSocket anns = ann.listening()) {
            natAnn.publish("nat to ann");
            natBob.publish("nat to bob");
            kimAnn.publish("kim to ann");
            kimBob.publish("kim to bob");
            assertThat(anns.await("message").path("message").path("content").asText())
                    .endsWith("to ann");
        }
        say(ann, nats, "ann again to nat");
        say(bob, kims, "bob again to kim");

        awaitSaid(ann, nats, "ann to nat", "nat to ann", "ann again to nat");
        awaitSaid(bob, nats, "bob to nat", "nat to bob");
        awaitSaid(ann, kims, "ann to kim", "kim to ann");
        awaitSaid(bob, kims, "bob to kim", "kim to bob", "bob again to kim");
        awaitSaid(ann, bob.id(), "ann to bob");
        awaitText(natAnn, "ann again to nat");
        awaitText(kimBob, "bob again to kim");
        assertThat(natAnn.history())
                .extracting(Seen::text)
                .containsExactly("ann to nat", "nat to ann", "ann again to nat");
        assertThat(natAnn.history())
                .allMatch(seen -> seen.from().equals(nat.id()) || seen.from().equals(natAnn.name()));
    }

    @Test
    void what_is_written_anew_or_taken_back_in_a_talk_is_so_on_both_sides() {
        try (NativeUser lea = NativeUser.signUp(tinode.port(), "lea", "Lea")) {
            long leas = guest(ann, lea, "lea");
            say(ann, leas, "a mistake");
            NativeTopic talk = talk(lea, "ann");
            awaitText(talk, "a mistake");
            ann.api()
                    .patch(direct(ann, leas) + "/1", Json.object("content", "mended"))
                    .expect(200);
            awaitText(talk, "mended");
            ann.api().delete(direct(ann, leas) + "/1").expect(200);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(talk.history()).extracting(Seen::text).doesNotContain("a mistake", "mended"));
            long number = talk.publish("lea's mistake");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(said(ann, leas)).contains("lea's mistake"));
            talk.edit(number, "lea's, mended");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(said(ann, leas)).contains("lea's, mended"));
        }
    }

    @Test
    void a_talk_that_a_native_begins_with_somebody_becomes_their_direct_room() {
        try (NativeUser ida = NativeUser.signUp(tinode.port(), "ida", "Ida")) {
            long idas = guest(ann, ida, "ida");
            NativeTopic general = Bridged.general(ida);
            general.await(
                    it -> it.messages().stream().anyMatch(seen -> seen.text().equals("hello from ann")),
                    "what ann has said");
            String anns = general.messages().stream()
                    .filter(seen -> seen.text().equals("hello from ann"))
                    .map(Seen::from)
                    .findFirst()
                    .orElseThrow();
            try (TestSocket socket = ann.listening()) {
                NativeTopic talk = BridgedRooms.subscribe(ida, anns);
                talk.publish("have you a minute, Ann?");
                JsonNode room = socket.await("room").path("room");
                assertThat(room.path("kind").asText()).isEqualTo("direct");
                awaitSaid(ann, idas, "have you a minute, Ann?");
                say(ann, idas, "I have");
                awaitText(talk, "I have");
            }
        }
    }
}
