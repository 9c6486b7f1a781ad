package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.draft;
import static dev.parley.testkit.Drafts.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the log promises when the store fails: a call may throw {@link Unavailable}, or settle it inside and answer;
 * whichever it does, a repeat makes everything good.
 */
interface FailurePromises extends OnStore {
    Duration RECOVERY = Duration.ofSeconds(20);

    /** So many faults at most, each of which costs a second on some stores: all of them are over well within the recovery. */
    int ROUNDS = 8;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    default void a_batch_that_breaks_inside_leaves_a_prefix_and_a_repeat_completes_it() {
        MessageLog other = anotherNode().log();
        int size = 10;
        for (int written : new int[] {0, 1, 5, 9, 10}) {
            RoomId room = new RoomId(1 + written);
            List<Draft> batch = numbered(ANN, "m", size);
            store().faults().breakNextAppend(written);
            boolean answered = Repeats.tried(() -> log().append(room, batch));
            assertThat(store().faults().struck()).isTrue();
            List<Message> left = Logs.assertWhole(other, room);
            assertThat(Logs.texts(left)).isEqualTo(texts(batch.subList(0, left.size())));
            assertThat(answered && left.size() < size).isFalse();
            Logs.add(other, room, draft(BOB, "between", "between"));
            List<Message> known =
                    log().append(room, batch).stream().map(Logs::known).toList();
            assertThat(known.subList(0, left.size())).isEqualTo(left);
            List<Message> all = Logs.assertWhole(log(), room);
            assertThat(all).hasSize(size + 1);
            assertThat(all.stream().filter(m -> m.author().equals(ANN)).toList())
                    .isEqualTo(known)
                    .extracting(m -> m.content().text())
                    .isEqualTo(texts(batch));
        }
    }

    private static List<String> texts(List<Draft> drafts) {
        return drafts.stream().map(d -> d.content().text()).toList();
    }

    @Test
    default void an_append_whose_answer_was_lost_is_settled_by_a_repeat() {
        MessageLog other = anotherNode().log();
        List<Draft> batch = numbered(ANN, "m", 10);
        store().faults().loseNextAnswer();
        boolean answered = Repeats.tried(() -> log().append(ROOM, batch));
        assertThat(store().faults().struck()).isTrue();
        List<Message> written = Logs.assertWhole(other, ROOM);
        assertThat(Logs.texts(written)).isEqualTo(texts(batch.subList(0, written.size())));
        assertThat(answered && written.size() < batch.size()).isFalse();
        Logs.add(other, ROOM, draft(BOB, "between", "between"));
        List<Message> known =
                log().append(ROOM, batch).stream().map(Logs::known).toList();
        assertThat(known.subList(0, written.size())).isEqualTo(written);
        assertThat(other.append(ROOM, batch).stream().map(Logs::repeated).toList())
                .isEqualTo(known);
        assertThat(Logs.assertWhole(log(), ROOM)).hasSize(11);
    }

    @Test
    default void a_change_whose_answer_was_lost_takes_one_rev_only() {
        Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        Emoji emoji = new Emoji("👍");
        List<Change> changes = List.of(
                new Change.Edit(new Content("new"), NOON),
                new Change.React(BOB, emoji, true),
                new Change.React(BOB, emoji, false),
                new Change.React(ANN, emoji, true),
                new Change.Delete());
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            store().faults().loseNextAnswer();
            Repeats.tried(() -> log().change(ROOM, new Seq(1), change));
            assertThat(store().faults().struck()).isTrue();
            Changed again = log().change(ROOM, new Seq(1), change);
            assertThat(again).isInstanceOfAny(Changed.Done.class, Changed.Already.class);
            assertThat(log().change(ROOM, new Seq(1), change)).isInstanceOf(Changed.Already.class);
            assertThat(log().heads(List.of(ROOM))).isEqualTo(Map.of(ROOM, new Head(new Seq(1), new Rev(2 + i))));
        }
        assertThat(Logs.assertWhole(log(), ROOM)).extracting(Message::deleted).containsExactly(true);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    default void writers_that_repeat_what_failed_lose_and_double_nothing() {
        MessageLog other = anotherNode().log();
        int writers = 4;
        int each = 60;
        AtomicInteger writing = new AtomicInteger(writers);
        List<Integer> results = Together.run(writers + 1, thread -> {
            if (thread == writers) {
                return disturb(writing);
            }
            try {
                List<Draft> drafts = numbered(new UserId(thread + 1), "m", each);
                for (int from = 0; from < each; from += 4) {
                    List<Draft> batch = drafts.subList(from, from + 4);
                    Repeats.untilAnswered(RECOVERY, () -> log().append(ROOM, batch));
                }
            } finally {
                writing.decrementAndGet();
            }
            return 0;
        });
        assertThat(results.get(writers)).isPositive();
        List<Message> all = Logs.assertWhole(other, ROOM);
        assertThat(all).hasSize(writers * each);
        for (int thread = 0; thread < writers; thread++) {
            UserId author = new UserId(thread + 1);
            assertThat(all.stream().filter(m -> m.author().equals(author)))
                    .extracting(m -> m.content().text())
                    .isEqualTo(texts(numbered(author, "m", each)));
        }
    }

    /** Arms one fault after the other while there are writers; returns how many struck. */
    private int disturb(AtomicInteger writing) {
        StoreUnderTest.Faults faults = store().faults();
        int struck = 0;
        for (int round = 0; round < ROUNDS && writing.get() > 0; round++) {
            if (round % 2 == 0) {
                faults.breakNextAppend(round % 5);
            } else {
                faults.loseNextAnswer();
            }
            Awaitility.await().atMost(RECOVERY).until(() -> faults.struck() || writing.get() == 0);
            if (faults.struck()) {
                struck++;
            }
        }
        return struck;
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    default void a_store_that_is_away_is_said_to_be_unavailable_and_comes_back() {
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "hello"));
        Draft next = draft(ANN, "b", "next");
        List<Runnable> calls = List.of(
                () -> log().append(ROOM, List.of(next)),
                () -> log().change(ROOM, sent.seq(), new Change.Edit(new Content("new"), NOON)),
                () -> log().find(ROOM, sent.seq()),
                () -> log().before(ROOM, Seq.END, 10),
                () -> log().after(ROOM, Seq.ZERO, 10),
                () -> log().changesSince(ROOM, Rev.ZERO, 10),
                () -> log().heads(List.of(ROOM)),
                () -> log().newest(List.of(ROOM)));
        store().faults().takeStoreAway();
        Together.run(
                calls.size(),
                thread -> assertThatExceptionOfType(Unavailable.class)
                        .isThrownBy(() -> calls.get(thread).run()));
        store().faults().bringStoreBack();
        Repeats.untilAnswered(RECOVERY, () -> log().append(ROOM, List.of(next)));
        Repeats.untilAnswered(
                RECOVERY, () -> log().change(ROOM, sent.seq(), new Change.Edit(new Content("new"), NOON)));
        assertThat(Logs.texts(Logs.assertWhole(log(), ROOM))).containsExactly("new", "next");
    }
}
