package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.InProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** When somebody was last online is known after every end of a server. */
@ParameterizedClass(name = "{0}")
@EnumSource
@Timeout(120)
class LastSeenTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path directory = Path.of("");

    private final TestStore store;

    LastSeenTest(StoreKind kind) {
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
    void after_a_crash_nobody_is_online_and_when_they_were_seen_is_known() {
        Person ann;
        Instant died;
        try (ServerProcess server = process()) {
            ann = Person.signUp(Api.to(server.awaitPort()), "ann");
            TestSocket socket = ann.listening();
            Person bob = Person.signUp(Api.to(server.awaitPort()), "bob");
            bob.listening().close();
            awaitOnline(
                    ann.api(), bob, false); // It lingers for five seconds: meanwhile all that was before is written.
            server.kill();
            died = Instant.now();
            socket.close();
        }
        try (InProcess server = node()) {
            Api reader = Api.to(server.port()).as(ann.accessToken());
            awaitOnline(reader, ann, false); // With a shared store it is taken for another node, until it is missed.
            assertThat(lastSeen(reader, ann)).isBetween(died.minusSeconds(65), died);
        }
    }

    @Test
    void a_node_that_closes_says_when_its_people_went() {
        Person ann;
        Instant closed;
        try (InProcess server = node()) {
            ann = Person.signUp(Api.to(server.port()), "ann");
            TestSocket socket = ann.listening();
            closed = Instant.now();
            socket.send(Json.frame("ping"));
        }
        try (InProcess server = node()) {
            Api reader = Api.to(server.port()).as(ann.accessToken());
            assertThat(show(reader, ann).path("online").asBoolean()).isFalse();
            assertThat(lastSeen(reader, ann)).isBetween(closed.minusMillis(1), Instant.now());
        }
    }
}
