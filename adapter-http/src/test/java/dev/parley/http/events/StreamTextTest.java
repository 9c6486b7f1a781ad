package dev.parley.http.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.language.Languages;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.realtime.Event;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamTextTest {
    private static final long SECOND = StreamText.INTERVAL_NANOS;

    private final StreamFormat format = new StreamFormat(new Languages(text -> Optional.empty()));
    private final StreamText text = new StreamText(new Cursors(Map.of(new RoomId(1), new Rev(7))));
    private long now = Long.MAX_VALUE - SECOND; // A clock of nanoseconds may pass its end.

    private static String string(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private String told(StreamText stream, Event... events) {
        return string(stream.events(Stream.of(events).map(format::encode).toList(), now));
    }

    private static Event caughtUp(long room, long rev) {
        return new Event.CaughtUp(new RoomId(room), new Rev(rev));
    }

    private static Event left(long room) {
        return new Event.RoomLeft(new RoomId(room));
    }

    private static String id(long... roomsAndRevs) {
        Map<RoomId, Rev> revs = new HashMap<>();
        for (int i = 0; i < roomsAndRevs.length; i += 2) {
            revs.put(new RoomId(roomsAndRevs[i]), new Rev(roomsAndRevs[i + 1]));
        }
        return new Cursors(revs).id();
    }

    /** A stream of somebody with so many rooms. */
    private static StreamText ofRooms(int count) {
        Map<RoomId, Rev> revs = new HashMap<>();
        for (int i = 1; i <= count; i++) {
            revs.put(new RoomId(i), new Rev(10_000));
        }
        return new StreamText(new Cursors(revs));
    }

    @Test
    void the_first_event_tells_where_the_stream_starts() {
        byte[] hello = "{\"type\":\"hello\",\"x\":1}".getBytes(StandardCharsets.UTF_8);

        assertThat(string(text.opening(StreamFormat.retry(2_000), hello, now)))
                .isEqualTo("retry: 2000\nevent: hello\ndata: {\"type\":\"hello\",\"x\":1}\nid: " + id(1, 7) + "\n\n");
    }

    @Test
    void what_moves_a_cursor_has_an_id_and_the_rest_has_none() {
        assertThat(told(text, caughtUp(2, 5), new Event.Typing(new RoomId(1), List.of()), left(1)))
                .isEqualTo("event: caught_up\ndata: {\"type\":\"caught_up\",\"room\":2,\"rev\":5}\nid: "
                        + id(1, 7, 2, 5)
                        + "\n\nevent: typing\ndata: {\"type\":\"typing\",\"room\":1,\"users\":[]}\n\n"
                        + "event: left\ndata: {\"type\":\"left\",\"room\":1}\nid: "
                        + id(2, 5)
                        + "\n\n");
    }

    @Test
    void a_message_is_one_line_whatever_it_says() {
        User ann =
                new User(new UserId(1), new Username("ann"), null, false, new DisplayName("Änn"), null, Instant.EPOCH);
        Message message = new Message(
                new RoomId(1),
                new Seq(8),
                new Rev(8),
                MessageKey.named(ann.id(), new ClientId("c")),
                ann.id(),
                new Content("😀 Grüße\n\nid: forged\tand\u2028more"),
                Instant.EPOCH,
                null,
                false,
                Reactions.NONE,
                null);
        Room room = new Room(
                new RoomId(1),
                RoomKind.PUBLIC,
                RoomName.GENERAL,
                null,
                JoinRule.OPEN,
                null,
                HistoryRule.ALL,
                null,
                Instant.EPOCH,
                1);
        String told = told(text, new Event.MessageChanged(new AuthoredMessage(message, ann), room));

        assertThat(told.split("\n", -1)).hasSize(5);
        assertThat(told).startsWith("event: message\ndata: {\"type\":\"message\",\"room\":1,");
        assertThat(told).contains("Grüße\\n\\nid: forged\\tand").contains("Änn").endsWith("\nid: " + id(1, 8) + "\n\n");
    }

    @Test
    void bye_tells_when_to_come_back() {
        assertThat(told(text, new Event.Bye(Duration.ofSeconds(3))))
                .isEqualTo("retry: 3000\nevent: bye\ndata: {\"type\":\"bye\",\"retry_after_ms\":3000}\n\n");
    }

    @Test
    void a_sign_of_life_is_a_comment() {
        told(text, caughtUp(1, 9));

        assertThat(string(text.comment(now))).isEqualTo(":\n\n");
    }

    @Test
    void a_long_id_comes_once_a_second_and_the_last_one_with_the_next_sign_of_life() {
        StreamText stream = ofRooms(500);
        assertThat(string(stream.opening(new byte[0], "{\"type\":\"hello\"}".getBytes(StandardCharsets.UTF_8), now)))
                .contains("\nid: ");
        assertThat(told(stream, caughtUp(1, 10_001))).doesNotContain("id: ");
        now += SECOND;
        String told = told(stream, caughtUp(2, 10_001), caughtUp(3, 10_001));
        assertThat(told.split("id: ", -1)).hasSize(2);
        String comment = string(stream.comment(now));
        assertThat(comment).startsWith(":\nid: ").endsWith("\n\n");
        Map<RoomId, Rev> resumed = Cursors.parse(comment.substring(6).strip());
        assertThat(resumed).hasSize(500).containsEntry(new RoomId(3), new Rev(10_001));
        assertThat(string(stream.comment(now))).isEqualTo(":\n\n");
    }

    @Test
    void an_id_that_fits_into_no_header_is_not_sent() {
        StreamText stream = ofRooms(3_000);
        for (int i = 1; i <= 2_000; i++) {
            now += SECOND;
            String told = told(stream, left(i));
            assertThat(told.contains("id: ")).as("%s left", i).isEqualTo(told.length() > 100);
        }
        assertThat(told(stream, left(2_001))).doesNotContain("id: ");
        now += SECOND;
        assertThat(told(stream, left(2_002))).contains("id: ");
    }
}
