package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.draft;
import static dev.parley.testkit.Drafts.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the log promises to readers while nobody writes. */
interface PagePromises extends OnStore {
    RoomId EMPTY = new RoomId(7);

    @Test
    default void an_empty_room_has_nothing_to_read() {
        Logs.add(log(), ROOM, draft(ANN, "a", "elsewhere"));
        assertThat(log().find(EMPTY, new Seq(1))).isEmpty();
        assertThat(log().before(EMPTY, Seq.END, 10)).isEmpty();
        assertThat(log().after(EMPTY, Seq.ZERO, 10)).isEmpty();
        assertThat(log().changesSince(EMPTY, Rev.ZERO, 10)).isEmpty();
        assertThat(log().heads(List.of(EMPTY))).isEmpty();
        assertThat(log().newest(List.of(EMPTY))).isEmpty();
        assertThat(log().heads(List.of())).isEmpty();
        assertThat(log().newest(List.of())).isEmpty();
    }

    @Test
    default void the_ends_of_a_room_are_where_they_should_be() {
        log().append(ROOM, numbered(ANN, "m", 5));
        assertThat(Logs.texts(log().before(ROOM, Seq.END, 1))).containsExactly("m5");
        assertThat(Logs.texts(log().before(ROOM, new Seq(6), 2))).containsExactly("m4", "m5");
        assertThat(Logs.texts(log().before(ROOM, new Seq(5), 2))).containsExactly("m3", "m4");
        assertThat(Logs.texts(log().before(ROOM, new Seq(2), 10))).containsExactly("m1");
        assertThat(log().before(ROOM, new Seq(1), 10)).isEmpty();
        assertThat(log().before(ROOM, Seq.ZERO, 10)).isEmpty();
        assertThat(Logs.texts(log().after(ROOM, Seq.ZERO, 1))).containsExactly("m1");
        assertThat(Logs.texts(log().after(ROOM, new Seq(3), 10))).containsExactly("m4", "m5");
        assertThat(log().after(ROOM, new Seq(5), 10)).isEmpty();
        assertThat(log().after(ROOM, Seq.END, 10)).isEmpty();
        assertThat(log().find(ROOM, Seq.ZERO)).isEmpty();
        assertThat(log().find(ROOM, new Seq(6))).isEmpty();
        assertThat(log().find(ROOM, Seq.END)).isEmpty();
    }

    @Test
    default void the_changes_end_where_they_should() {
        log().append(ROOM, numbered(ANN, "m", 5));
        assertThat(Logs.texts(log().changesSince(ROOM, Rev.ZERO, 1))).containsExactly("m1");
        assertThat(Logs.texts(log().changesSince(ROOM, new Rev(3), 10))).containsExactly("m4", "m5");
        assertThat(log().changesSince(ROOM, new Rev(5), 10)).isEmpty();
        assertThat(log().changesSince(ROOM, new Rev(Long.MAX_VALUE), 10)).isEmpty();
    }

    @Test
    default void pages_in_both_directions_cover_the_room() {
        int size = MessageLog.MAX_BATCH;
        log().append(ROOM, numbered(ANN, "m", size));
        log().append(ROOM, numbered(BOB, "n", 3));
        log().change(ROOM, new Seq(250), new Change.Delete());
        List<Message> all = Logs.assertWhole(log(), ROOM);
        assertThat(all).hasSize(size + 3);
        List<Message> backwards = new ArrayList<>();
        Seq end = Seq.END;
        List<Message> page = log().before(ROOM, end, 50);
        while (!page.isEmpty()) {
            backwards.addAll(0, page);
            page = log().before(ROOM, page.get(0).seq(), 50);
        }
        assertThat(backwards).isEqualTo(all);
        assertThat(log().before(ROOM, Seq.END, MessageLog.MAX_PAGE)).isEqualTo(all.subList(3, size + 3));
        assertThat(log().after(ROOM, Seq.ZERO, MessageLog.MAX_PAGE)).isEqualTo(all.subList(0, size));
        assertThat(log().changesSince(ROOM, Rev.ZERO, MessageLog.MAX_PAGE)).hasSize(MessageLog.MAX_PAGE);
    }

    @Test
    default void changes_come_by_rev_whatever_their_seq() {
        log().append(ROOM, numbered(ANN, "m", 6));
        for (long seq : new long[] {4, 1, 6, 4}) {
            String text = "e" + seq + log().heads(List.of(ROOM)).values();
            Logs.done(log().change(ROOM, new Seq(seq), new Change.Edit(new Content(text), NOON)));
        }
        assertThat(log().changesSince(ROOM, Rev.ZERO, 10))
                .extracting(m -> m.seq().value())
                .containsExactly(2L, 3L, 5L, 1L, 6L, 4L);
        assertThat(log().changesSince(ROOM, new Rev(7), 2))
                .extracting(m -> m.rev().value())
                .containsExactly(8L, 9L);
    }

    @Test
    default void heads_and_newest_messages_of_many_rooms_come_at_once() {
        Map<RoomId, Head> heads = new HashMap<>();
        Map<RoomId, Message> newest = new HashMap<>();
        List<RoomId> asked = new ArrayList<>();
        for (int i = 1; i <= 1000; i++) {
            RoomId room = new RoomId(i);
            asked.add(room);
            if (i % 10 == 0) {
                int count = 1 + i % 7;
                log().append(room, numbered(ANN, "m", count));
                Rev rev = Logs.done(log().change(room, new Seq(1), new Change.Delete()))
                        .rev();
                heads.put(room, new Head(new Seq(count), rev));
                newest.put(room, log().find(room, new Seq(count)).orElseThrow());
            }
        }
        assertThat(log().heads(asked)).isEqualTo(heads);
        assertThat(log().newest(asked)).isEqualTo(newest);
        RoomId one = new RoomId(10);
        assertThat(log().heads(List.of(one, EMPTY, one))).containsOnlyKeys(one);
    }
}
