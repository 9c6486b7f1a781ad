package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading what was written: pages, changes, and a reader that comes back. */
class HistoryTest extends OnEveryStore {
    private static final String CHANGES = "/api/v1/rooms/1/changes";

    @ParameterizedTest
    @CsvSource({
        "limit=3, 10, 12",
        "before=5&limit=9, 1, 4",
        "before=10&limit=3, 7, 9",
        "before=1, 1, 0",
        "before=99999, 1, 12",
        "after=0&limit=2, 1, 2",
        "after=9, 10, 12",
        "after=12, 13, 12",
        "around=6&limit=4, 4, 7",
        "around=1&limit=4, 1, 2",
        "limit=1, 12, 12",
        "limit=200, 1, 12",
        "after=10&limit=200, 11, 12"
    })
    void a_page_is_oldest_first(String query, long first, long last) {
        long offset = offset();
        JsonNode page = person("page" + Integer.toHexString(query.hashCode()))
                .api()
                .get(MESSAGES + "?" + moved(query, offset))
                .expect(200)
                .json()
                .path("messages");

        List<Long> seqs = Json.numbers(page, "seq").stream()
                .map(seq -> seq - offset)
                .filter(seq -> seq > 0)
                .toList();
        assertThat(seqs).isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
    }

    /** Twelve messages that stand at the end of the room; returns the seq before the first. */
    private long offset() {
        Person writer = person("pages" + System.nanoTime());
        long first = writer.say("1").path("seq").longValue();
        LongStream.rangeClosed(2, 12).forEach(i -> writer.say(Long.toString(i)));
        return first - 1;
    }

    /** The query with its seq moved by the offset. */
    private static String moved(String query, long offset) {
        String[] words = query.split("[=&]", -1);
        return words[0].equals("limit")
                ? query
                : words[0] + "=" + (Long.parseLong(words[1]) + offset)
                        + query.substring((words[0] + "=" + words[1]).length());
    }

    @Test
    void changes_follow_a_cursor_and_show_each_message_once_in_its_latest_state() {
        Person ann = person("changer");
        JsonNode first = ann.say("one");
        ann.say("two");
        String path = MESSAGES + "/" + first.path("seq").asLong();
        ann.api().patch(path, Json.object("content", "one, again")).expect(200);
        ann.api().patch(path, Json.object("content", "one, at last")).expect(200);
        long since = first.path("rev").longValue() - 1;

        JsonNode page = changes(ann, since, 1);
        assertThat(Json.texts(page.path("messages"), "content")).containsExactly("two");
        assertThat(page.path("rev").longValue()).isEqualTo(since + 2);
        page = changes(ann, page.path("rev").longValue(), 1);
        assertThat(Json.texts(page.path("messages"), "content")).containsExactly("one, at last");
        assertThat(page.path("rev").longValue()).isEqualTo(since + 4);
        page = changes(ann, page.path("rev").longValue(), 1);
        assertThat(page.path("messages")).isEmpty();
        assertThat(page.path("rev").longValue()).isEqualTo(since + 4);
    }

    private static JsonNode changes(Person person, long since, int limit) {
        return person.api()
                .get(CHANGES + "?since=" + since + "&limit=" + limit)
                .expect(200)
                .json();
    }

    @Test
    void who_resumes_while_others_write_sees_each_change_once_and_then_has_caught_up() throws Exception {
        Person reader = person("resumer");
        Person writer = person("busy-writer");
        long cursor = writer.say("before").path("rev").longValue();
        AtomicBoolean stopped = new AtomicBoolean();
        Thread writing = new Thread(() -> {
            try (TestSocket socket = writer.listening()) {
                for (int i = 0; !stopped.get(); i++) {
                    socket.demand(Json.frame("send", "room", 1, "content", "busy", "client_id", "b" + i));
                }
            }
        });
        writing.start();
        try {
            for (int visit = 0; visit < 5; visit++) {
                cursor = visit(reader, cursor);
            }
        } finally {
            stopped.set(true);
            writing.join(TimeUnit.SECONDS.toMillis(10));
        }
    }

    /** Resumes, reads until it has caught up and some changes more; returns where it was then. */
    private static long visit(Person reader, long cursor) {
        try (TestSocket socket = reader.socket()) {
            socket.await("hello");
            socket.send(Json.frame("resume", "cursors", Map.of("1", cursor)));
            long rev = cursor;
            boolean caughtUp = false;
            for (int live = 0; live < 10; live += caughtUp ? 1 : 0) {
                JsonNode frame = socket.await(any -> !any.path("type").asText().equals("ok"));
                if (frame.path("type").asText().equals("caught_up")) {
                    assertThat(caughtUp).isFalse();
                    assertThat(frame.path("rev").longValue()).isEqualTo(rev);
                    caughtUp = true;
                } else {
                    assertThat(frame.path("message").path("rev").longValue()).isEqualTo(++rev);
                }
            }
            return rev;
        }
    }

    @Test
    void a_cursor_beyond_the_end_is_where_the_end_is() {
        Person ann = person("too-far");
        long end = ann.say("the end").path("rev").longValue();
        try (TestSocket socket = ann.socket()) {
            socket.await("hello");
            socket.send(Json.frame("resume", "cursors", Map.of("1", end + 1_000)));
            assertThat(socket.await("caught_up").path("rev").longValue()).isEqualTo(end);
            JsonNode next = ann.say("and on");
            assertThat(socket.await("message").path("message")).isEqualTo(next);
        }
    }
}
