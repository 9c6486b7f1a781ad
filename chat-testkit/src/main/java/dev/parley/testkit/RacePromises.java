package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.draft;
import static dev.parley.testkit.Drafts.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the log promises while many write and read, on one node and on two. */
interface RacePromises extends OnStore {
    int THREADS = 16;

    @Test
    default void sixteen_threads_in_one_room_leave_no_hole_and_keep_their_orders() {
        int each = 40;
        List<List<Message>> added = Together.run(THREADS, thread -> {
            List<Draft> drafts = numbered(new UserId(thread + 1), "m", each);
            List<Message> mine = new ArrayList<>();
            for (int from = 0; from < each; ) {
                int to = Math.min(each, from + 1 + (from + thread) % 8);
                log().append(ROOM, drafts.subList(from, to)).forEach(result -> mine.add(Logs.added(result)));
                from = to;
            }
            return mine;
        });
        List<Message> all = Logs.assertWhole(log(), ROOM);
        assertThat(added.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
        for (int thread = 0; thread < THREADS; thread++) {
            UserId author = new UserId(thread + 1);
            List<Message> mine =
                    all.stream().filter(m -> m.author().equals(author)).toList();
            assertThat(mine).isEqualTo(added.get(thread));
            assertThat(mine)
                    .extracting(m -> m.content().text())
                    .isEqualTo(numbered(author, "m", each).stream()
                            .map(d -> d.content().text())
                            .toList());
        }
    }

    @Test
    default void sixteen_threads_in_many_rooms_do_not_mix_them() {
        int rooms = 25;
        int each = 50;
        Together.run(THREADS, thread -> {
            for (int i = 0; i < each; i++) {
                RoomId room = new RoomId(1 + (i * 7 + thread) % rooms);
                Logs.add(log(), room, draft(new UserId(thread + 1), "m" + i, room + " " + i));
            }
            return thread;
        });
        int total = 0;
        for (int i = 1; i <= rooms; i++) {
            RoomId room = new RoomId(i);
            List<Message> all = Logs.assertWhole(log(), room);
            assertThat(Logs.texts(all)).allMatch(text -> text.startsWith(room + " "));
            total += all.size();
        }
        assertThat(total).isEqualTo(THREADS * each);
    }

    @Test
    default void two_nodes_that_append_the_same_drafts_write_each_once() {
        List<MessageLog> nodes = List.of(log(), anotherNode().log());
        int count = 30;
        List<Draft> drafts = numbered(ANN, "m", count);
        List<List<Appended>> results = Together.run(8, thread -> {
            List<Appended> mine = new ArrayList<>();
            for (int from = 0; from < count; from += 3) {
                mine.addAll(nodes.get(thread % 2).append(ROOM, drafts.subList(from, from + 3)));
            }
            return mine;
        });
        List<Message> all = Logs.assertWhole(log(), ROOM);
        assertThat(Logs.texts(all))
                .isEqualTo(drafts.stream().map(d -> d.content().text()).toList());
        for (int i = 0; i < count; i++) {
            Message message = all.get(i);
            int draft = i;
            assertThat(results).extracting(r -> Logs.known(r.get(draft))).containsOnly(message);
            assertThat(results.stream().filter(r -> r.get(draft) instanceof Appended.Added))
                    .hasSize(1);
        }
    }

    @Test
    default void followers_of_eight_writers_miss_no_change() {
        MessageLog log = log();
        Storm storm = new Storm(List.of(log, log), ROOM);
        storm.blow();
        storm.assertNothingLost();
    }

    @Test
    default void followers_on_two_nodes_miss_no_change_of_writers_on_both() {
        Storm storm = new Storm(List.of(log(), anotherNode().log()), ROOM);
        storm.blow();
        storm.assertNothingLost();
    }

    @Test
    default void a_node_with_an_old_head_takes_no_rev_that_was_given_before() {
        MessageLog old = log();
        MessageLog editor = anotherNode().log();
        List<Message> given = new ArrayList<>();
        AtomicInteger writing = new AtomicInteger(1);
        List<Map<Seq, Message>> followed = Together.run(3, thread -> {
            if (thread > 0) {
                return Logs.follow(thread == 1 ? old : editor, ROOM, () -> writing.get() == 0);
            }
            try {
                for (int round = 0; round < 40; round++) {
                    Message sent = Logs.add(old, ROOM, draft(ANN, "a" + round, "a"));
                    given.add(sent);
                    for (String text : List.of("b", "c")) {
                        Change edit = new Change.Edit(new Content(text), NOON);
                        given.add(Logs.done(editor.change(ROOM, sent.seq(), edit)));
                    }
                    given.add(Logs.add(old, ROOM, draft(BOB, "b" + round, "next")));
                }
            } finally {
                writing.decrementAndGet();
            }
            return new HashMap<>();
        });
        List<Message> all = Logs.assertWhole(old, ROOM);
        assertThat(Logs.all(editor, ROOM)).isEqualTo(all);
        Logs.assertEachRevOnce(old, ROOM, given);
        Logs.assertSame(followed.get(1), all);
        Logs.assertSame(followed.get(2), all);
    }
}
