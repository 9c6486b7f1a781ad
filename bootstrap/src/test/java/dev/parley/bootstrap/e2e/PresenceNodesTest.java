package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.InProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is online on one of two nodes that share a store, and when it dies or leaves. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"MONGODB", "POSTGRES"})
@Timeout(120)
class PresenceNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path directory = Path.of("");

    private final TestStore store;

    PresenceNodesTest(StoreKind kind) {
        store = TestStore.open(kind);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private InProcess node() {
        return InProcess.start(RunningServer.settings(directory, store.settings()), directory);
    }

    private ServerProcess process() {
        return ServerProcess.start(directory, RunningServer.settings(directory, store.settings()));
    }

    private static JsonNode show(Api reader, Person person) {
        return reader.get("/api/v1/users/" + person.id()).expect(200).json();
    }

    private static void awaitOnline(Api reader, Person person, boolean online) {
        await().atMost(PATIENCE).until(() -> show(reader, person).path("online").asBoolean() == online);
    }

    private static Instant lastSeen(Api reader, Person person) {
        return Instant.parse(show(reader, person).path("last_seen").asText());
    }

    @Test
    void who_is_online_on_one_node_is_so_on_the_other_until_its_node_dies() {
        try (InProcess here = node();
                ServerProcess there = process()) {
            Person bob = Person.signUp(Api.to(here.port()), "bob");
            Person ann = Person.signUp(Api.to(there.awaitPort()), "ann");
            TestSocket watcher = bob.listening();
            watcher.demand(Json.frame("watch", "users", List.of(ann.id())));
            assertThat(watcher.await("presence")
                            .path("users")
                            .get(0)
                            .path("online")
                            .asBoolean())
                    .isFalse();
            TestSocket phone = ann.listening();
            assertThat(watcher.await("presence")
                            .path("users")
                            .get(0)
                            .path("online")
                            .asBoolean())
                    .isTrue();
            awaitOnline(bob.api(), ann, true);
            awaitOnline(ann.api(), bob, true);

            Instant before = Instant.now();
            there.kill();
            JsonNode missed = watcher.await("presence").path("users").get(0);
            assertThat(missed.path("online").asBoolean()).isFalse();
            assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofSeconds(5), PATIENCE);
            assertThat(show(bob.api(), ann).path("online").asBoolean()).isFalse();
            assertThat(lastSeen(bob.api(), ann)).isBetween(before.minusSeconds(65), before.plusSeconds(5));
            phone.close();
            watcher.close();
        }
    }

    @Test
    void who_leaves_one_node_and_is_on_another_is_online() {
        try (InProcess here = node()) {
            Person ann = Person.signUp(Api.to(here.port()), "ann");
            TestSocket laptop = ann.listening();
            try (InProcess there = node()) {
                Person onPhone = Person.of(
                        Api.to(there.port()),
                        Api.to(there.port())
                                .post("/api/v1/auth/login", Json.object("login", "ann", "password", Person.PASSWORD))
                                .expect(200));
                TestSocket phone = onPhone.listening();
                awaitOnline(onPhone.api(), ann, true);
                laptop.close();
                awaitOnline(ann.api(), ann, true);
                await().during(Duration.ofSeconds(8))
                        .atMost(PATIENCE)
                        .until(() -> show(ann.api(), ann).path("online").asBoolean());
                assertThat(phone.unread()).isEmpty();
            }
            awaitOnline(ann.api(), ann, false);
        }
    }
}
