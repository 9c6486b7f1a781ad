package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.domain.file.FileId;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.Note;
import dev.parley.testkit.tinode.Seen;
import dev.parley.testkit.tinode.TinodeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users of Parley and of a real Tinode, these by Tinode's own client, are in General together. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class TinodeTalkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TinodeServer tinode;
    private RunningServer server;
    private NativeUser nat;
    private NativeTopic topic;
    private Person ann;

    @BeforeAll
    void start(@TempDir Path directory) {
        tinode = TinodeServer.start();
        server = RunningServer.start(StoreKind.SQLITE, directory, Bridged.settings(tinode));
        ann = server.person("ann");
        nat = NativeUser.signUp(tinode.port(), "nat", "Nat the native");
        topic = Bridged.general(nat);
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

    private Seen seen(String text) {
        topic.await(it -> it.messages().stream().anyMatch(seen -> seen.text().equals(text)), "'" + text + "' to come");
        return topic.messages().stream()
                .filter(seen -> seen.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode heard(TestSocket socket, String text) {
        return socket.await(
                        frame -> frame.path("message").path("content").asText().equals(text))
                .path("message");
    }

    @Test
    void each_sees_what_the_other_says_and_who_said_it() {
        try (TestSocket socket = ann.listening()) {
            ann.say("hello, whoever is there");
            Seen first = seen("hello, whoever is there");
            assertThat(first.fromName()).isEqualTo("ann");
            assertThat(first.from()).isNotEqualTo(nat.id());

            topic.publish("hello, ann");
            JsonNode answer = heard(socket, "hello, ann");
            assertThat(answer.path("author").path("display_name").asText()).isEqualTo("Nat the native");
            assertThat(answer.path("author").path("username").asText()).startsWith("guest-");
            assertThat(Change.history(ann.api())).extracting(Change::content).contains("hello, ann");

            ann.say("once more");
            assertThat(seen("once more").from()).isEqualTo(first.from());
        }
    }

    @Test
    void a_file_of_a_message_is_a_line_with_its_name_there() {
        try (SideDoor door = SideDoor.of(server)) {
            FileId file = door.upload(ann, null, "garden.png", null);
            JsonNode sent = ann.api()
                    .post(Person.MESSAGES, Json.object("content", "my garden", "files", List.of(file.value())))
                    .expect(201)
                    .json();
            seen("my garden\n[garden.png]");
            ann.api()
                    .patch(Person.MESSAGES + "/" + sent.path("seq"), Json.object("content", ""))
                    .expect(200);
            seen("[garden.png]");
            ann.api()
                    .delete(Person.MESSAGES + "/" + sent.path("seq"))
                    .expect(200); // Others compare texts with contents.
        }
    }

    @Test
    void what_is_written_anew_or_taken_back_is_so_on_both_sides() {
        try (TestSocket socket = ann.listening()) {
            long seq = ann.say("a mistake of ann's").path("seq").longValue();
            seen("a mistake of ann's");
            ann.api()
                    .patch(Person.MESSAGES + "/" + seq, Json.object("content", "mended by ann"))
                    .expect(200);
            seen("mended by ann");
            ann.api().delete(Person.MESSAGES + "/" + seq).expect(200);
            await().atMost(PATIENCE)
                    .until(() -> topic.history().stream()
                            .noneMatch(post -> post.text().contains("by ann")
                                    || post.text().contains("of ann's")));

            long number = topic.publish("a mistake of nat's");
            long theirs = heard(socket, "a mistake of nat's").path("seq").longValue();
            topic.edit(number, "mended by nat");
            JsonNode mended = heard(socket, "mended by nat");
            assertThat(mended.path("seq").longValue()).isEqualTo(theirs);
            assertThat(mended.path("edited_at").asText()).isNotEmpty();
            topic.delete(number);
            JsonNode gone = socket.await(
                            frame -> frame.path("message").path("seq").longValue() == theirs
                                    && frame.path("message").path("deleted").booleanValue())
                    .path("message");
            assertThat(gone.path("content").asText()).isEmpty();
        }
    }

    @Test
    void a_reaction_is_no_post_and_what_is_said_after_it_comes_over() {
        try (TestSocket socket = ann.listening()) {
            ann.say("one question");
            seen("one question");
            long number = topic.publish("who likes this?");
            long seq = heard(socket, "who likes this?").path("seq").longValue();
            JsonNode liked = socket.demand(
                            Json.frame("react", "room", 1, "seq", seq, "emoji", "\uD83D\uDC4D", "on", true))
                    .path("message");
            assertThat(liked.path("reactions")).hasSize(1);
            ann.say("ann does");

            assertThat(seen("ann does").seq()).isEqualTo(number + 1);
            assertThat(topic.history().stream().filter(post -> post.text().equals("who likes this?")))
                    .hasSize(1);
        }
    }

    @Test
    void another_native_cannot_write_anew_or_take_back_what_is_not_its_own() {
        try (NativeUser eve = NativeUser.signUp(tinode.port(), "eve", "Eve");
                TestSocket socket = ann.listening()) {
            NativeTopic hers = Bridged.general(eve);
            long number = topic.publish("nat's own words");
            heard(socket, "nat's own words");
            hers.edit(number, "eve's words in nat's mouth");
            long own = ann.say("ann's own words").path("seq").longValue();
            Seen anns = seen("ann's own words");
            hers.delete(anns.seq());
            hers.publish("eve was here");
            heard(socket, "eve was here");
            ann.say("ann goes on");
            seen("ann goes on");

            assertThat(Change.history(ann.api()))
                    .extracting(Change::content)
                    .contains("nat's own words", "ann's own words")
                    .doesNotContain("eve's words in nat's mouth");
            ann.api().delete(Person.MESSAGES + "/" + own).expect(200); // What eve took from Tinode is gone here too.
        }
    }

    @Test
    void a_post_that_claims_to_be_a_message_of_somebody_else_is_its_authors_own() {
        try (TestSocket socket = ann.listening()) {
            long seq = ann.say("the real one").path("seq").longValue();
            seen("the real one");
            topic.publish(
                    Json.parse("\"a forged one\""), Json.object("x-parley-id", "1:" + seq + ":" + (seq + 1_000_000)));
            JsonNode forged = heard(socket, "a forged one");
            assertThat(forged.path("author").path("display_name").asText()).isEqualTo("Nat the native");
            assertThat(Change.history(ann.api())).extracting(Change::content).contains("the real one");
            ann.say("after the forged one");
            heard(socket, "after the forged one");
        }
    }

    @Test
    void who_writes_and_what_was_read_is_told_both_ways() {
        try (TestSocket socket = ann.listening()) {
            JsonNode said = ann.say("read this");
            Seen post = seen("read this");
            topic.read(post.seq());
            JsonNode read = socket.await("read");
            assertThat(read.path("seq").longValue()).isEqualTo(said.path("seq").longValue());
            topic.typing();
            JsonNode typing = socket.await(frame -> frame.path("type").asText().equals("typing")
                    && !frame.path("users").isEmpty());
            assertThat(typing.toString()).contains("Nat the native");

            long number = topic.publish("and you this");
            JsonNode answer = heard(socket, "and you this");
            socket.demand(Json.frame("typing", "room", 1));
            socket.demand(
                    Json.frame("read", "room", 1, "seq", answer.path("seq").longValue()));
            topic.await(it -> it.info().contains(new Note("read", post.from(), number)), "ann to read");
            assertThat(topic.info()).contains(new Note("kp", post.from(), 0));
        }
    }

    @Test
    void what_applications_make_of_what_people_type_comes_as_text() {
        try (TestSocket socket = ann.listening()) {
            topic.publishTyped("some *bold* words\nand @nat on a line of their own");
            heard(socket, "some bold words\nand @nat on a line of their own");
            ann.say("two\nlines, <b>, \uD83D\uDC69\u200D\uD83D\uDE80 & \"quotes\"");
            seen("two\nlines, <b>, \uD83D\uDC69\u200D\uD83D\uDE80 & \"quotes\"");
            String endless = "x".repeat(5_000);
            topic.publish(endless);
            assertThat(heard(socket, "x".repeat(999) + "…").path("content").asText())
                    .hasSize(1_000);
        }
    }

    @Test
    void two_thousand_messages_from_both_sides_at_once_stand_on_both() {
        int each = 1_000;
        try (TestSocket socket = ann.listening()) {
            CompletableFuture<Void> natives = CompletableFuture.runAsync(() -> topic.publishAll(
                    IntStream.range(0, each).mapToObj(i -> "native " + i).toList()));
            IntStream.range(0, each).forEach(i -> socket.ask(Json.frame("send", "room", 1, "content", "parley " + i)));
            natives.join();
            List<String> heard = IntStream.range(0, 2 * each)
                    .mapToObj(i -> socket.await("message"))
                    .map(frame -> frame.path("message").path("content").asText())
                    .toList();
            assertThat(heard).doesNotHaveDuplicates();
            assertThat(heard.stream().filter(text -> text.startsWith("native ")).toList())
                    .isEqualTo(IntStream.range(0, each)
                            .mapToObj(i -> "native " + i)
                            .toList());
        }
        Bridged.expectSame(ann.api(), topic, Duration.ofSeconds(90));
    }
}
