package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.draft;
import static dev.parley.testkit.Drafts.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.message.Change;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log promises of its end. */
interface ClosePromises extends OnStore {
    RoomId CLOSED = new RoomId(7);

    @Test
    default void a_closed_log_takes_nothing_more_on_no_node() {
        MessageLog other = anotherNode().log();
        log().append(CLOSED, numbered(ANN, "m", 3));
        other.append(CLOSED, numbered(ANN, "n", 3));
        log().close(CLOSED);
        log().close(CLOSED);
        for (MessageLog each : List.of(log(), other)) {
            assertThat(each.append(CLOSED, numbered(ANN, "late", 2)))
                    .containsExactly(new Appended.Closed(), new Appended.Closed());
            assertThat(each.change(CLOSED, new Seq(1), new Change.Delete())).isEqualTo(new Changed.Missing());
        }
        reopen();
        assertThat(log().append(CLOSED, List.of(draft(ANN, "later", "later")))).containsExactly(new Appended.Closed());
        assertThat(Logs.add(log(), ROOM, draft(ANN, "elsewhere", "m")).seq()).isEqualTo(new Seq(1));
    }

    @Test
    default void a_log_without_messages_can_be_closed() {
        log().close(CLOSED);
        assertThat(log().append(CLOSED, numbered(ANN, "m", 1))).containsExactly(new Appended.Closed());
        assertThat(log().erase(10)).isZero();
    }

    @Test
    default void what_stood_in_closed_logs_is_erased_a_part_at_a_time_and_nothing_else() {
        RoomId another = new RoomId(8);
        log().append(CLOSED, numbered(ANN, "m", 25));
        log().append(another, numbered(ANN, "m", 5));
        log().append(ROOM, numbered(ANN, "m", 5));
        assertThat(log().erase(10)).isZero();
        log().close(CLOSED);
        log().close(another);
        int erased = 0;
        int some = log().erase(10);
        while (some > 0) {
            assertThat(some).isLessThanOrEqualTo(10);
            erased += some;
            some = anotherNode().log().erase(10);
        }
        assertThat(erased).isEqualTo(30);
        assertThat(log().after(CLOSED, Seq.ZERO, 100)).isEmpty();
        assertThat(log().after(another, Seq.ZERO, 100)).isEmpty();
        assertThat(Logs.assertWhole(log(), ROOM)).hasSize(5);
        assertThat(log().append(CLOSED, numbered(ANN, "late", 1))).containsExactly(new Appended.Closed());
    }

    /** Whoever was told that its message is there was in time; nothing comes in behind the end. */
    @Test
    default void senders_race_with_the_end() {
        MessageLog other = anotherNode().log();
        List<List<Appended>> results = Together.run(16, thread -> {
            MessageLog mine = thread % 2 == 0 ? log() : other;
            List<Appended> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                if (thread == 3 && i == 10) {
                    mine.close(CLOSED);
                }
                answers.addAll(mine.append(CLOSED, List.of(draft(ANN, thread + "." + i, "m"))));
            }
            return answers;
        });
        long added = results.stream()
                .flatMap(List::stream)
                .filter(Appended.Added.class::isInstance)
                .count();
        assertThat(log().after(CLOSED, Seq.ZERO, 400)).hasSize((int) added);
        for (List<Appended> mine : results) {
            int end = mine.indexOf(new Appended.Closed());
            assertThat(mine.subList(end < 0 ? mine.size() : end, mine.size())).allMatch(new Appended.Closed()::equals);
        }
        assertThat(results.get(3).subList(10, 20)).containsOnly(new Appended.Closed());
    }
}
