package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody stops reading. Runs alone: the others must keep up. */
@Tag("alone")
class SlowReaderTest extends OnSqlite {
    @Test
    void it_is_closed_and_resumes_while_the_others_go_on() {
        Person writer = person("fast-writer");
        Person slow = person("slow");
        try (TestSocket other = person("quick").listening();
                TestSocket stuck = TestSocket.to(port())
                        .header("Authorization", "Bearer " + slow.accessToken())
                        .receiveBuffer(64 << 10)
                        .open()) {
            stuck.await("hello");
            stuck.send(Json.frame("ping")); // Held, it would be served at its own pace.
            stuck.await("pong");
            String content = "😀".repeat(1000);
            int messages = 2_500; // 10 MB: more than the outbox and what the system buffers.
            try (TestSocket socket = writer.socket()) {
                for (int i = 0; i < messages; i++) {
                    socket.ask(Json.frame("send", "room", 1, "content", content, "client_id", "f" + i));
                    if (i % 20 == 19) {
                        socket.answer("r" + (i + 1));
                        socket.unread();
                        if (i < messages - 1) {
                            other.unread();
                        }
                    }
                }
            }
            // What has not been delivered yet would find a reader that is slow no more.
            other.await(frame -> frame.path("message").path("seq").longValue() == messages);
            assertThat(stuck.awaitClose()).isEqualTo(4408);
            long cursor =
                    stuck.unreadMessages().stream().mapToLong(Change::rev).max().orElse(0);
            assertThat(stuck.unreadMessages())
                    .extracting(Change::rev)
                    .isEqualTo(LongStream.rangeClosed(1, cursor).boxed().toList());
            assertThat(cursor).isLessThan(messages);
            expectRest(slow, cursor, messages);
        }
    }

    private static void expectRest(Person slow, long cursor, long end) {
        try (TestSocket socket = slow.socket()) {
            socket.await("hello");
            socket.send(Json.frame("resume", "cursors", Map.of("1", cursor)));
            assertThat(socket.await("caught_up").path("rev").longValue()).isEqualTo(end);
            List<Change> rest = socket.unreadMessages();
            assertThat(rest)
                    .extracting(Change::rev)
                    .isEqualTo(LongStream.rangeClosed(cursor + 1, end).boxed().toList());
        }
    }
}
