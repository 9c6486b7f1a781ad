package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.draft;
import static dev.parley.testkit.Drafts.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link MessageLog#append} promises to one caller. */
interface AppendPromises extends OnStore {
    @Test
    default void the_first_message_of_a_room_is_number_one() {
        Draft draft = draft(ANN, "a", "hello");
        Message message = new Message(
                ROOM,
                new Seq(1),
                new Rev(1),
                draft.key(),
                ANN,
                new Content("hello"),
                NOON,
                null,
                false,
                Reactions.NONE,
                null);
        assertThat(log().append(ROOM, List.of(draft))).containsExactly(new Appended.Added(message));
        assertThat(log().find(ROOM, new Seq(1))).contains(message);
    }

    @Test
    default void a_full_batch_is_numbered_in_its_order() {
        List<Draft> batch = numbered(ANN, "m", MessageLog.MAX_BATCH);
        Logs.add(log(), ROOM, draft(BOB, "before", "before"));
        List<Message> added =
                log().append(ROOM, batch).stream().map(Logs::added).toList();
        assertThat(added)
                .extracting(Message::key)
                .isEqualTo(batch.stream().map(Draft::key).toList());
        assertThat(added.get(0).seq()).isEqualTo(new Seq(2));
        assertThat(Logs.assertWhole(log(), ROOM).subList(1, MessageLog.MAX_BATCH + 1))
                .isEqualTo(added);
    }

    @Test
    default void rooms_do_not_share_numbers_or_keys() {
        for (int room = 1; room <= 5; room++) {
            Message message = Logs.add(log(), new RoomId(room), draft(ANN, "same", "text " + room));
            assertThat(message.seq()).isEqualTo(new Seq(1));
            assertThat(message.rev()).isEqualTo(new Rev(1));
        }
    }

    @Test
    default void a_key_repeated_inside_a_batch_is_written_once() {
        Draft draft = draft(ANN, "a", "hello");
        List<Appended> results = log().append(ROOM, List.of(draft, draft, draft(ANN, "b", "next"), draft));
        Message first = Logs.added(results.get(0));
        assertThat(results.get(1)).isEqualTo(new Appended.Repeated(first));
        assertThat(Logs.added(results.get(2)).seq()).isEqualTo(new Seq(2));
        assertThat(results.get(3)).isEqualTo(new Appended.Repeated(first));
        assertThat(Logs.texts(Logs.assertWhole(log(), ROOM))).containsExactly("hello", "next");
    }

    @Test
    default void a_repeat_in_another_batch_or_by_another_node_gets_the_first_message() {
        Draft draft = draft(ANN, "a", "hello");
        Message first = Logs.add(log(), ROOM, draft);
        Draft later = draft(ANN, "a", "hello", NOON.plusSeconds(60));
        assertThat(log().append(ROOM, List.of(later))).containsExactly(new Appended.Repeated(first));
        MessageLog other = anotherNode().log();
        assertThat(other.append(ROOM, List.of(draft(BOB, "x", "new"), later)).get(1))
                .isEqualTo(new Appended.Repeated(first));
        assertThat(Logs.assertWhole(log(), ROOM)).hasSize(2);
    }

    @Test
    default void a_repeat_gets_the_message_in_its_latest_state() {
        Draft draft = draft(ANN, "a", "hello");
        Message first = Logs.add(log(), ROOM, draft);
        Message edited = Logs.done(
                log().change(ROOM, first.seq(), new Change.Edit(new Content("changed"), NOON.plusSeconds(9))));
        assertThat(log().append(ROOM, List.of(draft))).containsExactly(new Appended.Repeated(edited));
        Message deleted = Logs.done(anotherNode().log().change(ROOM, first.seq(), new Change.Delete()));
        assertThat(log().append(ROOM, List.of(draft))).containsExactly(new Appended.Repeated(deleted));
    }

    @Test
    default void a_key_with_another_content_is_refused_even_after_an_edit_or_a_deletion() {
        Appended reused = new Appended.KeyReused();
        Draft other = draft(ANN, "a", "changed");
        assertThat(log().append(ROOM, List.of(draft(ANN, "a", "hello"), other)).get(1))
                .isEqualTo(reused);
        assertThat(log().append(ROOM, List.of(other))).containsExactly(reused);
        log().change(ROOM, new Seq(1), new Change.Edit(other.content(), NOON));
        assertThat(log().append(ROOM, List.of(other))).containsExactly(reused);
        log().change(ROOM, new Seq(1), new Change.Delete());
        assertThat(log().append(ROOM, List.of(other))).containsExactly(reused);
        assertThat(anotherNode().log().append(ROOM, List.of(other))).containsExactly(reused);
        assertThat(Logs.assertWhole(log(), ROOM)).hasSize(1);
    }

    @Test
    default void new_drafts_between_repeated_and_refused_ones_leave_no_hole() {
        Logs.add(log(), ROOM, draft(ANN, "old", "old"));
        List<Appended> results = log().append(
                        ROOM,
                        List.of(
                                draft(ANN, "n1", "n1"),
                                draft(ANN, "old", "old"),
                                draft(ANN, "n2", "n2"),
                                draft(ANN, "old", "other"),
                                draft(ANN, "n3", "n3")));
        assertThat(results.get(3)).isEqualTo(new Appended.KeyReused());
        assertThat(Logs.repeated(results.get(1)).seq()).isEqualTo(new Seq(1));
        assertThat(Logs.texts(Logs.assertWhole(log(), ROOM))).containsExactly("old", "n1", "n2", "n3");
    }

    @Test
    default void the_time_never_runs_backwards() {
        log().append(ROOM, List.of(draft(ANN, "a", "a"), draft(ANN, "b", "b", NOON.minusSeconds(5))));
        Message third = Logs.add(anotherNode().log(), ROOM, draft(BOB, "c", "c", NOON.minusSeconds(3600)));
        assertThat(third.sentAt()).isEqualTo(NOON);
        Message fourth = Logs.add(log(), ROOM, draft(ANN, "d", "d", NOON.plusMillis(1)));
        assertThat(fourth.sentAt()).isEqualTo(NOON.plusMillis(1));
        assertThat(Logs.assertWhole(log(), ROOM))
                .extracting(Message::sentAt)
                .containsExactly(NOON, NOON, NOON, NOON.plusMillis(1));
    }

    @Test
    default void any_script_comes_back_unchanged() {
        List<String> texts = List.of(
                "👩‍👩‍👧‍👦 👍🏽 🇯🇵",
                "日本語 中文 한국어",
                "one\ntwo\n\tthree",
                "e\u0301 \u00e9 \u200f\u05e2\u05d1\u05e8\u05d9\u05ea ﷽",
                "'\"\\$%_?;--",
                "𝄞".repeat(1000));
        for (int i = 0; i < texts.size(); i++) {
            Logs.add(log(), ROOM, draft(ANN, "ключ-" + i + "-🗝", texts.get(i)));
        }
        assertThat(Logs.texts(Logs.assertWhole(log(), ROOM))).isEqualTo(texts);
        assertThat(log().after(ROOM, Seq.ZERO, 1).get(0).key())
                .isEqualTo(draft(ANN, "ключ-0-🗝", "").key());
    }

    @Test
    default void lists_that_are_changed_later_do_not_change_the_log() {
        List<Draft> batch = new ArrayList<>(numbered(ANN, "m", 3));
        List<Appended> results = log().append(ROOM, batch);
        batch.clear();
        Lists.scramble(results);
        Lists.scramble(log().after(ROOM, Seq.ZERO, 10));
        Lists.scramble(log().before(ROOM, Seq.END, 10));
        Lists.scramble(log().changesSince(ROOM, Rev.ZERO, 10));
        assertThat(Logs.texts(Logs.assertWhole(log(), ROOM))).containsExactly("m1", "m2", "m3");
    }

    @Test
    default void what_was_answered_is_there_after_a_restart() {
        log().append(ROOM, numbered(ANN, "m", 20));
        Message edited = Logs.done(log().change(ROOM, new Seq(7), new Change.Edit(new Content("new"), NOON)));
        Logs.done(log().change(ROOM, new Seq(20), new Change.Delete()));
        List<Message> before = Logs.assertWhole(log(), ROOM);
        reopen();
        assertThat(Logs.assertWhole(log(), ROOM)).isEqualTo(before);
        assertThat(log().find(ROOM, new Seq(7))).contains(edited);
        Message next = Logs.add(log(), ROOM, draft(ANN, "next", "next"));
        assertThat(next.seq()).isEqualTo(new Seq(21));
        assertThat(next.rev()).isEqualTo(new Rev(23));
    }
}
