package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.Seq;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the log promises of messages that answer others: it keeps what they answer, and looks at nothing. */
interface ReplyPromises extends OnStore {
    private static Draft answering(Draft draft, @Nullable Seq seq) {
        return new Draft(draft.key(), draft.author(), draft.content(), draft.sentAt(), seq);
    }

    @Test
    default void what_a_message_answers_stays_whatever_becomes_of_it() {
        Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        Message reply = Logs.added(log().append(
                        ROOM,
                        List.of(
                                answering(draft(ANN, "b", "b"), new Seq(1)),
                                draft(ANN, "c", "c"),
                                answering(draft(ANN, "d", "d"), new Seq(2))))
                .get(0));
        assertThat(reply.replyTo()).isEqualTo(new Seq(1));
        Message edited = Logs.done(log().change(ROOM, reply.seq(), new Change.Edit(new Content("new"), NOON)));
        assertThat(edited.replyTo()).isEqualTo(new Seq(1));
        reopen();
        assertThat(Logs.assertWhole(anotherNode().log(), ROOM))
                .extracting(Message::replyTo)
                .containsExactly(null, new Seq(1), null, new Seq(2));
        Message deleted = Logs.done(log().change(ROOM, reply.seq(), new Change.Delete()));
        assertThat(deleted.replyTo()).isEqualTo(new Seq(1));
        assertThat(log().find(ROOM, reply.seq())).contains(deleted);
    }

    @Test
    default void a_repeat_answers_the_same_message_and_another_one_is_refused() {
        Draft plain = draft(ANN, "a", "hello");
        Draft reply = answering(draft(ANN, "b", "hello"), new Seq(1));
        Logs.add(log(), ROOM, plain);
        Message first = Logs.add(log(), ROOM, reply);
        assertThat(anotherNode().log().append(ROOM, List.of(reply))).containsExactly(new Appended.Repeated(first));
        assertThat(log().append(
                                ROOM,
                                List.of(
                                        answering(reply, null),
                                        answering(reply, new Seq(2)),
                                        answering(plain, new Seq(1)),
                                        plain,
                                        reply)))
                .startsWith(new Appended.KeyReused(), new Appended.KeyReused(), new Appended.KeyReused())
                .endsWith(new Appended.Repeated(first));
        assertThat(Logs.assertWhole(log(), ROOM)).hasSize(2);
    }
}
