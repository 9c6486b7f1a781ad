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
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Reactions.Reaction;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the log promises of reactions: one user and one emoji are there or not, and each change takes one rev. */
interface ReactionPromises extends OnStore {
    int REACTING = 16;
    Emoji UP = new Emoji("👍");
    Emoji HEART = new Emoji("❤️");
    Emoji FAMILY = new Emoji("👩🏽‍❤️‍💋‍👩🏻");
    Emoji KEYCAP = new Emoji("1️⃣");

    private static Change react(long user, Emoji emoji) {
        return new Change.React(new UserId(user), emoji, true);
    }

    private static Change takeBack(long user, Emoji emoji) {
        return new Change.React(new UserId(user), emoji, false);
    }

    private static Emoji emoji(int number) {
        return new Emoji(Character.toString(0x1F600 + number));
    }

    private static Reaction reaction(Emoji emoji, long... users) {
        return new Reaction(
                emoji,
                IntStream.range(0, users.length)
                        .mapToObj(i -> new UserId(users[i]))
                        .toList());
    }

    @Test
    default void a_reaction_is_there_once_and_takes_one_rev() {
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        Message once = Logs.done(log().change(ROOM, sent.seq(), react(2, UP)));
        assertThat(once.reactions().each()).containsExactly(reaction(UP, 2));
        assertThat(once.rev()).isEqualTo(new Rev(2));
        assertThat(once.content()).isEqualTo(sent.content());
        assertThat(once.editedAt()).isNull();
        assertThat(anotherNode().log().change(ROOM, sent.seq(), react(2, UP))).isEqualTo(new Changed.Already(once));
        assertThat(log().change(ROOM, sent.seq(), takeBack(1, UP))).isEqualTo(new Changed.Already(once));

        Message none = Logs.done(log().change(ROOM, sent.seq(), takeBack(2, UP)));
        assertThat(none.reactions()).isSameAs(Reactions.NONE);
        assertThat(log().change(ROOM, sent.seq(), takeBack(2, UP))).isEqualTo(new Changed.Already(none));
        assertThat(log().find(ROOM, sent.seq()).orElseThrow().reactions()).isSameAs(Reactions.NONE);
        assertThat(log().heads(List.of(ROOM))).isEqualTo(Map.of(ROOM, new Head(new Seq(1), new Rev(3))));
    }

    @Test
    default void reactions_keep_their_order_and_come_with_their_message_however_it_is_asked_for() {
        log().append(ROOM, numbered(ANN, "m", 3));
        Seq seq = new Seq(3);
        for (Change change : List.of(
                react(5, FAMILY), react(9, UP), react(1, FAMILY), react((1L << 53) - 1, KEYCAP), react(3, FAMILY))) {
            Logs.done(log().change(ROOM, seq, change));
        }
        Message message = Logs.done(log().change(ROOM, seq, takeBack(1, FAMILY)));
        assertThat(message.reactions())
                .isEqualTo(new Reactions(
                        List.of(reaction(FAMILY, 5, 3), reaction(UP, 9), reaction(KEYCAP, (1L << 53) - 1))));
        reopen();
        MessageLog other = anotherNode().log();
        assertThat(Logs.assertWhole(other, ROOM)).hasSize(3).endsWith(message);
        assertThat(other.find(ROOM, seq)).contains(message);
        assertThat(other.before(ROOM, Seq.END, 1)).containsExactly(message);
        assertThat(log().append(ROOM, List.of(draft(ANN, "m3", "m3")))).containsExactly(new Appended.Repeated(message));
        Message anew = Logs.done(log().change(ROOM, seq, react(7, UP)));
        assertThat(anew.reactions().each()).contains(reaction(UP, 9, 7));
    }

    @Test
    default void an_edit_keeps_the_reactions_and_a_deletion_removes_them() {
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        Logs.done(log().change(ROOM, sent.seq(), react(2, UP)));
        Message edited = Logs.done(log().change(ROOM, sent.seq(), new Change.Edit(new Content("new"), NOON)));
        assertThat(edited.reactions().each()).containsExactly(reaction(UP, 2));
        Message reacted = Logs.done(log().change(ROOM, sent.seq(), react(1, HEART)));
        assertThat(reacted.editedAt()).isEqualTo(NOON);
        assertThat(reacted.content()).hasToString("new");

        Message deleted = Logs.done(log().change(ROOM, sent.seq(), new Change.Delete()));
        assertThat(deleted)
                .isEqualTo(new Message(
                        ROOM,
                        sent.seq(),
                        new Rev(5),
                        sent.key(),
                        ANN,
                        Content.NONE,
                        NOON,
                        null,
                        true,
                        Reactions.NONE,
                        null));
        assertThat(log().change(ROOM, sent.seq(), react(2, UP))).isEqualTo(new Changed.Deleted());
        assertThat(log().change(ROOM, sent.seq(), takeBack(2, UP))).isEqualTo(new Changed.Deleted());
        assertThat(Logs.assertWhole(log(), ROOM)).containsExactly(deleted);
    }

    @Test
    default void a_message_that_does_not_exist_is_not_reacted_to() {
        assertThat(log().change(ROOM, new Seq(1), react(1, UP))).isEqualTo(new Changed.Missing());
        Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        log().close(ROOM);
        assertThat(log().change(ROOM, new Seq(1), react(1, UP))).isEqualTo(new Changed.Missing());
        assertThat(log().change(ROOM, new Seq(1), takeBack(1, UP))).isEqualTo(new Changed.Missing());
    }

    @Test
    default void twenty_different_emoji_and_a_thousand_reactions_are_the_end() {
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        int each = Reactions.MAX / Reactions.MAX_EMOJI;
        for (int i = 0; i < Reactions.MAX_EMOJI; i++) {
            Logs.done(log().change(ROOM, sent.seq(), react(1, emoji(i))));
        }
        assertThat(log().change(ROOM, sent.seq(), react(1, UP))).isEqualTo(new Changed.Full());
        for (int user = 2; user <= each; user++) {
            for (int i = 0; i < Reactions.MAX_EMOJI; i++) {
                Logs.done(log().change(ROOM, sent.seq(), react(user, emoji(i))));
            }
        }
        assertThat(log().change(ROOM, sent.seq(), react(each + 1, emoji(3)))).isEqualTo(new Changed.Full());
        assertThat(log().change(ROOM, sent.seq(), react(each, emoji(3)))).isInstanceOf(Changed.Already.class);
        Message full = log().find(ROOM, sent.seq()).orElseThrow();
        assertThat(full.reactions().count()).isEqualTo(Reactions.MAX);
        assertThat(full.rev()).isEqualTo(new Rev(1 + Reactions.MAX));
        Logs.done(log().change(ROOM, sent.seq(), takeBack(7, emoji(3))));
        Logs.done(log().change(ROOM, sent.seq(), react(each + 1, emoji(3))));
        assertThat(Logs.assertWhole(log(), ROOM)).hasSize(1);
    }

    @Test
    default void sixteen_threads_that_react_as_one_user_with_one_emoji_take_one_rev() {
        List<MessageLog> nodes = List.of(log(), anotherNode().log());
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        for (boolean on : new boolean[] {true, false}) {
            List<Changed> answers = Together.run(
                    REACTING, thread -> nodes.get(thread % 2).change(ROOM, sent.seq(), new Change.React(BOB, UP, on)));
            assertThat(answers).hasOnlyElementsOfTypes(Changed.Done.class, Changed.Already.class);
            assertThat(answers.stream().filter(Changed.Done.class::isInstance)).hasSize(1);
        }
        assertThat(log().heads(List.of(ROOM))).isEqualTo(Map.of(ROOM, new Head(new Seq(1), new Rev(3))));
    }

    @Test
    default void sixteen_threads_that_react_on_two_nodes_lose_none_and_take_a_rev_each() {
        List<MessageLog> nodes = List.of(log(), anotherNode().log());
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        List<Message> given = new ArrayList<>(List.of(sent));
        Together.run(REACTING, thread -> {
                    MessageLog node = nodes.get(thread % 2);
                    List<Message> mine = new ArrayList<>();
                    for (Emoji emoji : List.of(UP, HEART, emoji(thread % 8))) {
                        mine.add(Logs.done(node.change(ROOM, sent.seq(), react(thread + 1, emoji))));
                    }
                    mine.add(Logs.done(node.change(ROOM, sent.seq(), takeBack(thread + 1, HEART))));
                    return mine;
                })
                .forEach(given::addAll);
        Logs.assertEachRevOnce(log(), ROOM, given);
        Reactions left = Logs.assertWhole(nodes.get(1), ROOM).get(0).reactions();
        assertThat(left.count()).isEqualTo(2 * REACTING);
        assertThat(left.each())
                .extracting(Reaction::emoji)
                .doesNotHaveDuplicates()
                .doesNotContain(HEART);
        for (int thread = 0; thread < REACTING; thread++) {
            assertThat(left.has(new UserId(thread + 1), UP)).isTrue();
            assertThat(left.has(new UserId(thread + 1), emoji(thread % 8))).isTrue();
        }
    }

    @Test
    default void no_more_emoji_get_in_than_may_when_sixteen_threads_try() {
        List<MessageLog> nodes = List.of(log(), anotherNode().log());
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        List<List<Changed>> answers = Together.run(REACTING, thread -> {
            List<Changed> mine = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                mine.add(nodes.get(thread % 2).change(ROOM, sent.seq(), react(1, emoji(3 * thread + i))));
            }
            return mine;
        });
        assertThat(answers.stream().flatMap(List::stream).filter(Changed.Done.class::isInstance))
                .hasSize(Reactions.MAX_EMOJI);
        assertThat(answers.stream().flatMap(List::stream).filter(new Changed.Full()::equals))
                .hasSize(3 * REACTING - Reactions.MAX_EMOJI);
        assertThat(log().heads(List.of(ROOM)))
                .isEqualTo(Map.of(ROOM, new Head(new Seq(1), new Rev(1 + Reactions.MAX_EMOJI))));
    }

    @Test
    default void a_deletion_among_sixteen_threads_that_react_leaves_no_reaction() {
        List<MessageLog> nodes = List.of(log(), anotherNode().log());
        for (int round = 0; round < 5; round++) {
            Message sent = Logs.add(log(), ROOM, draft(ANN, "a" + round, "hello"));
            Map<Long, Message> revs = new ConcurrentHashMap<>();
            Together.run(REACTING, thread -> {
                Change change = thread == 7 ? new Change.Delete() : react(thread + 1, UP);
                Changed changed = nodes.get(thread % 2).change(ROOM, sent.seq(), change);
                assertThat(changed).isInstanceOfAny(Changed.Done.class, Changed.Deleted.class);
                if (changed instanceof Changed.Done done) {
                    assertThat(revs.put(done.message().rev().value(), done.message()))
                            .isNull();
                }
                return thread;
            });
            Message left = log().find(ROOM, sent.seq()).orElseThrow();
            assertThat(left.deleted()).isTrue();
            assertThat(left.reactions()).isSameAs(Reactions.NONE);
            assertThat(left.rev().value()).isEqualTo(sent.rev().value() + revs.size());
            assertThat(revs.get(left.rev().value())).isEqualTo(left);
        }
    }
}
