package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.InProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes on one store, with nothing between them but that. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"MONGODB", "POSTGRES"})
@Timeout(120)
class TwoNodesTest {
    @TempDir
    private Path directory = Path.of("");

    private final TestStore store;

    TwoNodesTest(StoreKind kind) {
        store = TestStore.open(kind);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private InProcess node() {
        return InProcess.start(RunningServer.settings(directory, store.settings()), directory);
    }

    @Test
    void readers_on_both_hear_what_writers_on_both_say_whole_and_in_one_order() {
        try (InProcess ann = node();
                InProcess bob = node()) {
            AtomicInteger turns = new AtomicInteger();
            try (Crowd crowd = new Crowd(8, 1, 4, () -> (turns.getAndIncrement() % 2 == 0 ? ann : bob).port(), 11)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    crowd.expectWell();
                    return crowd.acknowledged() > 600;
                });
                crowd.finish(Person.signUp(Api.to(bob.port()), "judge").api(), 60);
            }
        }
    }

    @Test
    void a_node_that_comes_later_is_heard_and_one_that_leaves_takes_nothing_with_it() {
        try (InProcess first = node()) {
            Person ann = Person.signUp(Api.to(first.port()), "ann");
            try (TestSocket socket = ann.listening()) {
                InProcess second = node();
                try (second) {
                    Person bob = Person.signUp(Api.to(second.port()), "bob");
                    bob.say("from the second");
                    assertThat(heard(socket)).isEqualTo("from the second");
                    bob.say("before it leaves");
                }
                assertThat(heard(socket)).isEqualTo("before it leaves");
            }
        }
    }

    @Test
    void a_stream_goes_on_at_the_other_node() {
        try (InProcess first = node();
                InProcess second = node()) {
            Person ann = Person.signUp(Api.to(first.port()), "ann");
            String id;
            try (TestStream stream = ann.stream()) {
                stream.await("hello");
                ann.say("at the first");
                id = stream.await("message").id();
                ann.say("not read");
            }
            try (TestStream stream = TestStream.resume(second.port(), ann.accessToken(), id)) {
                assertThat(stream.awaitContent()).isEqualTo("not read");
                stream.await("caught_up");
                ann.say("from the other");
                assertThat(stream.awaitContent()).isEqualTo("from the other");
            }
        }
    }

    @Test
    void listeners_of_a_contract_hear_each_message_of_another_node_in_its_place() {
        try (InProcess first = node();
                InProcess second = node()) {
            Person ann = Person.signUp(Api.to(first.port()), "ann");
            Person bob = Person.signUp(Api.to(second.port()), "bob");
            try (TestSocket socket = TestSocket.to(first.port())
                    .path("/ws")
                    .query("roomId=1")
                    .as(ann)
                    .open()) {
                String seq = bob.say("a").path("seq").asText();
                bob.say("b");
                bob.api()
                        .patch(Person.MESSAGES + "/" + seq, Json.object("content", "A"))
                        .expect(200);
                assertThat(socket.next().path("content").asText()).isIn("a", "A");
                assertThat(socket.next().path("content").asText()).isEqualTo("b");
                bob.say("c");
                assertThat(socket.next().path("content").asText()).isEqualTo("c");
            }
        }
    }

    private static String heard(TestSocket socket) {
        return socket.await("message").path("message").path("content").asText();
    }
}
