package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.draft;
import static dev.parley.testkit.Drafts.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link dev.parley.domain.message.MessageLog#change} promises to one caller. */
interface ChangePromises extends OnStore {
    Instant LATER = NOON.plusSeconds(30);

    private static Change edit(String text) {
        return new Change.Edit(new Content(text), LATER);
    }

    @Test
    default void an_edit_keeps_the_place_and_takes_the_next_rev() {
        Message sent = log().append(ROOM, numbered(ANN, "m", 3)).stream()
                .map(Logs::added)
                .toList()
                .get(0);
        Message edited = Logs.done(log().change(ROOM, sent.seq(), edit("new")));
        assertThat(edited)
                .isEqualTo(new Message(
                        ROOM,
                        sent.seq(),
                        new Rev(4),
                        sent.key(),
                        ANN,
                        new Content("new"),
                        NOON,
                        LATER,
                        false,
                        Reactions.NONE,
                        null));
        assertThat(log().find(ROOM, sent.seq())).contains(edited);
        assertThat(log().changesSince(ROOM, new Rev(3), 10)).containsExactly(edited);
        assertThat(Logs.texts(Logs.assertWhole(log(), ROOM))).containsExactly("new", "m2", "m3");
    }

    @Test
    default void an_edit_to_the_same_content_takes_no_rev() {
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        assertThat(log().change(ROOM, sent.seq(), edit("hello"))).isEqualTo(new Changed.Already(sent));
        Message edited = Logs.done(log().change(ROOM, sent.seq(), edit("new")));
        Change again = new Change.Edit(new Content("new"), LATER.plusSeconds(1));
        assertThat(anotherNode().log().change(ROOM, sent.seq(), again)).isEqualTo(new Changed.Already(edited));
        assertThat(log().heads(List.of(ROOM))).isEqualTo(Map.of(ROOM, new Head(new Seq(1), new Rev(2))));
    }

    @Test
    default void a_deletion_leaves_a_tombstone() {
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "secret"));
        Logs.done(log().change(ROOM, sent.seq(), edit("still secret")));
        Message deleted = Logs.done(log().change(ROOM, sent.seq(), new Change.Delete()));
        assertThat(deleted)
                .isEqualTo(new Message(
                        ROOM,
                        sent.seq(),
                        new Rev(3),
                        sent.key(),
                        ANN,
                        Content.NONE,
                        NOON,
                        null,
                        true,
                        Reactions.NONE,
                        null));
        assertThat(log().find(ROOM, sent.seq())).contains(deleted);
        assertThat(Logs.assertWhole(log(), ROOM)).containsExactly(deleted);
    }

    @Test
    default void a_tombstone_is_deleted_once_and_never_edited() {
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        Message deleted = Logs.done(log().change(ROOM, sent.seq(), new Change.Delete()));
        assertThat(log().change(ROOM, sent.seq(), new Change.Delete())).isEqualTo(new Changed.Already(deleted));
        assertThat(log().change(ROOM, sent.seq(), edit("back"))).isEqualTo(new Changed.Deleted());
        assertThat(log().change(ROOM, sent.seq(), edit(""))).isEqualTo(new Changed.Deleted());
        assertThat(Logs.assertWhole(log(), ROOM)).containsExactly(deleted);
    }

    @Test
    default void a_message_that_does_not_exist_cannot_be_changed() {
        Changed missing = new Changed.Missing();
        assertThat(log().change(ROOM, new Seq(1), edit("x"))).isEqualTo(missing);
        Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        assertThat(log().change(ROOM, Seq.ZERO, edit("x"))).isEqualTo(missing);
        assertThat(log().change(ROOM, new Seq(2), new Change.Delete())).isEqualTo(missing);
        assertThat(log().change(ROOM, Seq.END, edit("x"))).isEqualTo(missing);
        assertThat(log().change(new RoomId(2), new Seq(1), edit("x"))).isEqualTo(missing);
        assertThat(log().heads(List.of(ROOM, new RoomId(2)))).isEqualTo(Map.of(ROOM, new Head(new Seq(1), new Rev(1))));
    }

    @Test
    default void a_message_edited_often_is_one_change() {
        log().append(ROOM, numbered(ANN, "m", 2));
        for (int i = 1; i <= 60; i++) {
            assertThat(Logs.done(log().change(ROOM, new Seq(1), edit("v" + i))).rev())
                    .isEqualTo(new Rev(2 + i));
        }
        assertThat(Logs.texts(log().changesSince(ROOM, Rev.ZERO, 10))).containsExactly("m2", "v60");
        assertThat(Logs.add(log(), ROOM, draft(ANN, "x", "x")).rev()).isEqualTo(new Rev(63));
    }

    /** A node that has just written remembers where the log ended; meanwhile the other one has moved on. */
    @Test
    default void two_nodes_that_edit_one_message_in_turn_never_give_a_rev_twice() {
        MessageLog[] nodes = {log(), anotherNode().log()};
        Message sent = Logs.add(nodes[0], ROOM, draft(ANN, "a", "v0"));
        long rev = sent.rev().value();
        for (int i = 1; i <= 24; i++) {
            MessageLog node = nodes[(i / 3) % 2];
            assertThat(Logs.done(node.change(ROOM, sent.seq(), edit("v" + i))).rev())
                    .isEqualTo(new Rev(++rev));
        }
        assertThat(Logs.add(nodes[0], ROOM, draft(ANN, "b", "b")).rev()).isEqualTo(new Rev(++rev));
        assertThat(Logs.texts(Logs.assertWhole(nodes[1], ROOM))).containsExactly("v24", "b");
    }
}
