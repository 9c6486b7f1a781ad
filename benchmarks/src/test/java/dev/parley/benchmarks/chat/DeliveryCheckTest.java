package dev.parley.benchmarks.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.benchmarks.chat.Event.Kind;
import dev.parley.benchmarks.wire.Bytes;
import org.junit.jupiter.api.Test;

/** The checks must be able to fail: a hole, a repeat and a disorder are each seen for what they are. */
final class DeliveryCheckTest {
    private final EventReader reader = new EventReader(new Rooms());
    private final Heads heads = new Heads();

    @Test
    void a_message_frame_is_read_from_its_bytes() {
        Event event = read(frame(7, 41, 52, "@123456 hello"));
        assertThat(event.kind).isEqualTo(Kind.MESSAGE);
        assertThat(event.roomId).isEqualTo(7);
        assertThat(event.seq).isEqualTo(41);
        assertThat(event.rev).isEqualTo(52);
        assertThat(event.stamp).isEqualTo(123456);
    }

    @Test
    void the_same_bytes_again_are_the_same_event_and_others_are_not() {
        Event first = read(frame(7, 1, 1, "@1 a"));
        assertThat(read(frame(7, 1, 1, "@1 a"))).isSameAs(first);
        assertThat(read(frame(7, 2, 2, "@1 a")).seq).isEqualTo(2);
        assertThat(read("{\"type\":\"pong\"}").kind).isEqualTo(Kind.OTHER);
        assertThat(read("{\"ref\":\"1\",\"type\":\"error\"}").kind).isEqualTo(Kind.ERROR);
    }

    @Test
    void order_without_hole_or_repeat_passes_in_each_room() {
        heads.start(0, 5, 9);
        heads.start(1, 0, 0);
        assertThat(heads.next(event(0, 6, 10))).isNull();
        assertThat(heads.next(event(1, 1, 1))).isNull();
        assertThat(heads.next(event(0, 7, 11))).isNull();
    }

    @Test
    void a_hole_is_a_loss() {
        heads.start(0, 5, 5);
        assertThat(heads.next(event(0, 7, 7))).startsWith("loss");
    }

    @Test
    void a_repeat_and_an_older_one_are_seen() {
        heads.start(0, 5, 5);
        assertThat(heads.next(event(0, 5, 5))).startsWith("repeat");
        assertThat(heads.next(event(0, 4, 4))).startsWith("repeat");
    }

    @Test
    void acknowledgements_must_give_each_number_once() {
        Tally tally = new Tally();
        AckLedger ledger = new AckLedger(tally);
        ledger.startAt(1, 10);
        ledger.acknowledged(0, new Ack(1, 12, 200));
        ledger.acknowledged(1, new Ack(1, 13, 50));
        ledger.acknowledged(0, new Ack(1, 11, 100));
        ledger.settle();
        assertThat(tally.faults()).isEmpty();
        assertThat(ledger.last(1)).isEqualTo(13);
        ledger.acknowledged(0, new Ack(1, 12, 0));
        assertThat(tally.faults()).hasSize(1);
    }

    @Test
    void a_number_that_nobody_got_and_a_senders_disorder_are_seen() {
        Tally tally = new Tally();
        AckLedger ledger = new AckLedger(tally);
        ledger.startAt(1, 0);
        ledger.acknowledged(0, new Ack(1, 2, 100));
        ledger.settle();
        assertThat(tally.faults()).hasSize(1);
        ledger.acknowledged(0, new Ack(1, 1, 200));
        ledger.settle();
        assertThat(tally.faults()).hasSize(2);
    }

    private Event read(String frame) {
        byte[] bytes = Bytes.of("xx" + frame + "yy");
        return reader.read(bytes, 2, bytes.length - 2);
    }

    private static String frame(long room, long seq, long rev, String content) {
        return "{\"type\":\"message\",\"room\":%d,\"message\":{\"id\":\"%d-%d\",\"room\":%d,\"seq\":%d,\"rev\":%d,\"content\":\"%s\"}}"
                .formatted(room, room, seq, room, seq, rev, content);
    }

    private static Event event(int room, long seq, long rev) {
        Event event = new Event();
        event.room = room;
        event.seq = seq;
        event.rev = rev;
        return event;
    }
}
