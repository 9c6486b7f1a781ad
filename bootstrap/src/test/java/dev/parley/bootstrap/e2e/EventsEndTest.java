package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What streams cost, and how they end by themselves. Runs alone, for it counts threads. */
@Tag("alone")
class EventsEndTest extends OnSqlite {
    private static final int MANY = 500;
    private static final Duration SHORT = Duration.ofSeconds(3);

    EventsEndTest() {
        super(Map.of("PARLEY_CONNECTIONS_PER_USER", Integer.toString(MANY)));
    }

    private static void closeAll(List<TestStream> streams) {
        streams.forEach(TestStream::close);
    }

    @Test
    void hundreds_of_streams_hold_no_thread_and_hear_everything() {
        Person ann = person("crowd-stream");
        List<TestStream> streams = new ArrayList<>();
        try {
            open(streams, ann, 20); // So that the pool has the threads that it wants.
            int threads = Thread.activeCount();
            open(streams, ann, MANY - 20);
            ann.say("to all");
            for (TestStream stream : streams) {
                assertThat(stream.awaitContent()).isEqualTo("to all");
            }
            assertThat(Thread.activeCount()).isLessThan(threads + 30);
            ann.api().get(TestStream.PATH).expectRefusal(429, "too_many_connections");
        } finally {
            closeAll(streams);
        }
        await("those who have gone are forgotten, and nobody has written to them")
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    try (TestStream stream = ann.stream()) {
                        return stream.await("hello").type().equals("hello");
                    } catch (TestStream.Refused e) {
                        return false;
                    }
                });
    }

    private static void open(List<TestStream> streams, Person person, int count) {
        for (int i = 0; i < count; i++) {
            TestStream stream = person.stream();
            streams.add(stream);
            stream.await("hello");
        }
    }

    @Test
    void an_idle_stream_gets_a_comment_every_twenty_seconds() {
        try (TestStream stream = person("idler").stream()) {
            stream.await("hello");
            long start = System.nanoTime();
            stream.awaitComment(Duration.ofSeconds(30));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(15));
            assertThat(stream.comments()).containsExactly("");
        }
    }

    @Test
    void a_token_that_expires_is_announced_and_ends_the_stream() {
        Person ann = person("expiring-stream");
        try (TestStream stream = TestStream.open(port(), Tokens.lasting(SHORT, ann))) {
            assertThat(stream.await("token_expiring").data().path("in_ms").asLong())
                    .isBetween(0L, SHORT.toMillis());
            assertThat(stream.awaitEnd()).isTrue();
            assertThat(stream.comments()).contains("the token has expired");
        }
        api().as(Tokens.lasting(SHORT.negated(), ann)).get(TestStream.PATH).expectRefusal(401, "token_expired");
    }

    @Test
    void a_stop_says_bye_to_streams_and_does_not_wait_for_them(@TempDir Path directory) {
        RunningServer server = RunningServer.start(StoreKind.SQLITE, directory, Map.of());
        Person ann = server.person("at-the-end");
        List<TestStream> streams = new ArrayList<>();
        open(streams, ann, 10);
        ann.say("last words");
        long start = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        for (TestStream stream : streams) {
            assertThat(stream.awaitContent()).isEqualTo("last words");
            assertThat(stream.await("bye").data().path("retry_after_ms").asLong())
                    .isEqualTo(stream.retry());
            assertThat(stream.awaitEnd()).isTrue();
        }
        closeAll(streams);
    }

    @Test
    void a_reader_that_does_not_read_is_cut_off_and_comes_back_while_the_others_go_on() {
        Person ann = person("fast-announcer");
        Person slow = person("slow-stream");
        Map<String, String> asSlow = Map.of("Authorization", "Bearer " + slow.accessToken());
        int messages = 2_500; // 10 MB: more than the outbox and what the system buffers.
        long before = ann.say("the first").path("rev").asLong();
        try (TestStream quick = person("quick-stream").stream();
                TestStream stuck = TestStream.open(port(), "", asSlow, 64 << 10)) {
            stuck.await("hello");
            quick.await("hello");
            String content = "😀".repeat(1000);
            try (TestSocket socket = ann.socket()) {
                for (int i = 0; i < messages; i++) {
                    socket.ask(Json.frame("send", "room", 1, "content", content, "client_id", "f" + i));
                    if (i % 20 == 19) {
                        socket.answer("r" + (i + 1));
                        socket.unread();
                        long rev = before + i;
                        quick.await(event ->
                                event.data().path("message").path("rev").longValue() >= rev);
                    }
                }
            }
            assertThat(stuck.awaitEnd()).isFalse();
            expectRest(slow, stuck, before, before + messages);
        }
    }

    private static void expectRest(Person slow, TestStream stuck, long before, long end) {
        List<Long> revs = revs(stuck);
        assertThat(revs.size()).isLessThan((int) (end - before));
        try (TestStream back = slow.stream(stuck.lastEventId())) {
            assertThat(back.await("caught_up").data().path("rev").asLong()).isEqualTo(end);
            revs.addAll(revs(back));
        }
        List<Long> all = new ArrayList<>();
        for (long rev = before + 1; rev <= end; rev++) {
            all.add(rev);
        }
        assertThat(revs).isEqualTo(all);
    }

    private static List<Long> revs(TestStream stream) {
        List<Long> revs = new ArrayList<>();
        for (TestStream.Event event : stream.unread()) {
            if (event.type().equals("message")) {
                revs.add(event.data().path("message").path("rev").asLong());
            }
        }
        return revs;
    }
}
