package dev.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Reactions.Reaction;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What changes make of a message. */
class MessageTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);
    private static final Emoji UP = new Emoji("👍");
    private static final Emoji HEART = new Emoji("❤️");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final Message SENT = new Message(
            RoomId.GENERAL,
            new Seq(7),
            new Rev(9),
            MessageKey.unnamed("x"),
            ANN,
            new Content("hello"),
            NOON,
            null,
            false,
            Reactions.NONE,
            new Seq(3));

    private static Change react(UserId user, Emoji emoji, boolean on) {
        return new Change.React(user, emoji, on);
    }

    private static Message done(Message message, Change change) {
        Changed changed = message.after(change, message.rev().next());
        assertThat(changed).isInstanceOf(Changed.Done.class);
        return ((Changed.Done) changed).message();
    }

    private static Message withReactions(List<Reaction> reactions) {
        return new Message(
                SENT.room(),
                SENT.seq(),
                SENT.rev(),
                SENT.key(),
                ANN,
                SENT.content(),
                NOON,
                null,
                false,
                new Reactions(reactions),
                null);
    }

    /** So many different emoji, the first of them the given one. */
    private static List<Emoji> different(int count) {
        List<Emoji> different = new ArrayList<>(List.of(UP));
        for (int i = 1; i < count; i++) {
            different.add(new Emoji(Character.toString(0x1F600 + i)));
        }
        return different;
    }

    @Test
    void reactions_stand_in_the_order_of_their_first_use_and_users_in_that_of_theirs() {
        Message message = SENT;
        message = done(message, react(BOB, UP, true));
        message = done(message, react(ANN, HEART, true));
        message = done(message, react(ANN, UP, true));
        assertThat(message.reactions())
                .isEqualTo(
                        new Reactions(List.of(new Reaction(UP, List.of(BOB, ANN)), new Reaction(HEART, List.of(ANN)))));
        assertThat(message.rev()).isEqualTo(new Rev(12));
        assertThat(message.content()).isEqualTo(SENT.content());
        assertThat(message.editedAt()).isNull();
        assertThat(message.replyTo()).isEqualTo(new Seq(3));
    }

    @Test
    void an_emoji_that_nobody_uses_any_more_is_gone_and_comes_back_behind_the_others() {
        Message message = done(done(SENT, react(ANN, UP, true)), react(ANN, HEART, true));
        message = done(message, react(ANN, UP, false));
        assertThat(message.reactions().each()).containsExactly(new Reaction(HEART, List.of(ANN)));
        message = done(message, react(ANN, UP, true));
        assertThat(message.reactions().each()).extracting(Reaction::emoji).containsExactly(HEART, UP);
    }

    @Test
    void a_message_without_reactions_shares_the_empty_ones() {
        Message message = done(done(SENT, react(ANN, UP, true)), react(ANN, UP, false));
        assertThat(message.reactions()).isSameAs(Reactions.NONE);
    }

    @Test
    void what_is_so_already_changes_nothing() {
        Message once = done(SENT, react(ANN, UP, true));
        assertThat(once.after(react(ANN, UP, true), new Rev(11))).isEqualTo(new Changed.Already(once));
        assertThat(once.after(react(BOB, UP, false), new Rev(11))).isEqualTo(new Changed.Already(once));
        assertThat(once.after(react(ANN, HEART, false), new Rev(11))).isEqualTo(new Changed.Already(once));
    }

    @Test
    void a_message_has_twenty_different_emoji_at_most() {
        Message message = SENT;
        for (Emoji emoji : different(Reactions.MAX_EMOJI)) {
            message = done(message, react(ANN, emoji, true));
        }
        assertThat(message.after(react(BOB, HEART, true), new Rev(99))).isEqualTo(new Changed.Full());
        assertThat(message.after(react(ANN, UP, true), new Rev(99))).isEqualTo(new Changed.Already(message));
        message = done(message, react(BOB, UP, true));
        message = done(done(message, react(ANN, UP, false)), react(BOB, UP, false));
        assertThat(done(message, react(BOB, HEART, true)).reactions().has(BOB, HEART))
                .isTrue();
    }

    @Test
    void a_message_has_a_thousand_reactions_at_most() {
        List<Reaction> all = different(4).stream()
                .map(emoji -> new Reaction(
                        emoji,
                        LongStream.rangeClosed(1, 250).mapToObj(UserId::new).toList()))
                .toList();
        Message message = withReactions(all);
        assertThat(message.reactions().count()).isEqualTo(Reactions.MAX);
        assertThat(message.after(react(new UserId(251), UP, true), new Rev(99))).isEqualTo(new Changed.Full());
        message = done(message, react(ANN, UP, false));
        assertThat(done(message, react(new UserId(251), UP, true)).reactions().count())
                .isEqualTo(Reactions.MAX);
    }

    @Test
    void an_edit_keeps_the_reactions_and_a_deletion_removes_them() {
        Message message = done(SENT, react(BOB, UP, true));
        Message edited = done(message, new Change.Edit(new Content("new"), NOON));
        assertThat(edited.reactions()).isEqualTo(message.reactions());
        assertThat(edited.replyTo()).isEqualTo(new Seq(3));
        Message deleted = done(edited, new Change.Delete());
        assertThat(deleted.reactions()).isSameAs(Reactions.NONE);
        assertThat(deleted.replyTo()).isEqualTo(new Seq(3));
        assertThat(deleted.after(react(ANN, UP, true), new Rev(99))).isEqualTo(new Changed.Deleted());
        assertThat(deleted.after(react(BOB, UP, false), new Rev(99))).isEqualTo(new Changed.Deleted());
    }
}
