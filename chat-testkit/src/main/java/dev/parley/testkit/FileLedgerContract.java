package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.attachment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every promise of {@link FileLedger}. */
public abstract class FileLedgerContract extends StoreContract {
    private static final Instant AGAIN = NOON.plus(Duration.ofHours(1));
    private static final Instant LATER = NOON.plus(Duration.ofDays(1));
    private static final Instant LATEST = NOON.plus(Duration.ofDays(2));
    private static final int ROUNDS = 30;

    private FileLedger files() {
        return store().files();
    }

    private static FileId id(int number) {
        return attachment(number).id();
    }

    private static StoredFile stored(int number) {
        return stored(number, ANN, null);
    }

    private static StoredFile stored(int number, UserId uploader, @Nullable RoomId room) {
        return new StoredFile(attachment(number), uploader, room, "ab".repeat(32), NOON);
    }

    /** Takes a file in that is looked at then. */
    private StoredFile take(int number, Instant until) {
        files().begin(id(number), ANN, until);
        assertThat(files().complete(stored(number), until)).isTrue();
        return stored(number);
    }

    @Test
    void a_file_is_found_when_it_is_whole_as_it_was_said() {
        FileLedger other = anotherNode().files();
        StoredFile anywhere = stored(1);
        StoredFile here = stored(2, BOB, new RoomId(7));
        files().begin(here.id(), BOB, NOON);
        files().begin(anywhere.id(), ANN, NOON);
        assertThat(other.find(here.id())).isEmpty();
        assertThat(other.claim(BOB, List.of(here.id()), LATER)).isEmpty();

        assertThat(files().complete(here, LATER)).isTrue();
        assertThat(other.complete(anywhere, LATER)).isTrue();
        assertThat(other.find(here.id())).contains(here);
        reopen();
        assertThat(files().find(anywhere.id())).contains(anywhere);
        assertThat(files().find(id(3))).isEmpty();
    }

    @Test
    void what_is_said_twice_is_so_once() {
        take(1, LATER);
        files().begin(id(1), ANN, NOON);
        assertThat(files().complete(stored(1), LATER)).isTrue();
        assertThat(files().find(id(1))).contains(stored(1));
        assertThat(files().due(NOON, 10)).isEmpty();
        assertThat(files().due(LATER, 10)).containsExactly(id(1));
        assertThat(files().doom(id(1), LATER, AGAIN)).isTrue();
        assertThat(files().doom(id(1), LATER, AGAIN)).isTrue();
        files().forget(id(1));
        files().forget(id(1));
        assertThat(files().doom(id(1), LATER, AGAIN)).as("nobody finds it").isTrue();
        assertThat(files().due(LATEST, 10)).isEmpty();
    }

    @Test
    void files_are_claimed_by_their_uploader_alone() {
        take(1, NOON);
        take(2, NOON);
        files().begin(id(3), ANN, NOON);
        List<FileId> all = List.of(id(1), id(2), id(3), id(4));
        assertThat(files().claim(BOB, all, LATEST)).isEmpty();
        assertThat(files().due(NOON, 10)).containsExactlyInAnyOrder(id(1), id(2), id(3));

        assertThat(anotherNode().files().claim(ANN, all, LATER)).isEqualTo(Map.of(id(1), stored(1), id(2), stored(2)));
        assertThat(files().due(NOON, 10)).containsExactly(id(3));
        assertThat(files().claim(ANN, List.of(), LATER)).isEmpty();
    }

    @Test
    void a_claim_makes_nothing_shorter_and_neither_does_a_completion() {
        take(1, LATEST);
        assertThat(files().claim(ANN, List.of(id(1)), LATER)).containsOnlyKeys(id(1));
        files().begin(id(3), ANN, LATEST);
        assertThat(files().complete(stored(3), NOON)).isTrue();
        assertThat(files().due(LATER, 10)).isEmpty();
        assertThat(files().due(LATEST, 10)).containsExactlyInAnyOrder(id(1), id(3));
    }

    @Test
    void those_that_are_due_come_in_order_and_in_pages() {
        for (int i = 0; i < 7; i++) {
            take(i, NOON.plusMillis((i * 3) % 7));
        }
        assertThat(files().due(NOON.minusMillis(1), 10)).isEmpty();
        assertThat(files().due(NOON.plusMillis(6), 10))
                .containsExactly(id(0), id(5), id(3), id(1), id(6), id(4), id(2));
        assertThat(files().due(NOON.plusMillis(3), 3)).containsExactly(id(0), id(5), id(3));
    }

    @Test
    void what_is_kept_is_looked_at_then_also_earlier_than_before() {
        take(1, NOON);
        take(2, LATEST);
        anotherNode().files().keep(List.of(id(1), id(2), id(3)), LATER);
        assertThat(files().due(NOON, 10)).isEmpty();
        assertThat(files().due(LATER, 10)).containsExactlyInAnyOrder(id(1), id(2));
        assertThat(files().doom(id(1), NOON, AGAIN)).isFalse();
        assertThat(files().find(id(1))).isPresent();
        files().keep(List.of(), LATEST);
    }

    @Test
    void what_is_doomed_stays_so_and_is_due_again_until_it_is_forgotten() {
        take(1, NOON);
        files().forget(id(1));
        assertThat(files().find(id(1))).as("it was not doomed").isPresent();
        assertThat(files().doom(id(1), NOON, AGAIN)).isTrue();
        reopen();
        files().keep(List.of(id(1)), LATER);
        assertThat(files().find(id(1))).isEmpty();
        assertThat(files().claim(ANN, List.of(id(1)), LATER)).isEmpty();
        assertThat(files().complete(stored(1), LATER)).isFalse();
        assertThat(files().due(AGAIN.minusMillis(1), 10)).isEmpty();
        assertThat(files().due(AGAIN, 10)).containsExactly(id(1));
        assertThat(files().doom(id(1), AGAIN, LATER)).isTrue();
        assertThat(files().due(AGAIN, 10)).isEmpty();
        assertThat(files().due(LATER, 10)).containsExactly(id(1));
        files().forget(id(1));
        assertThat(files().due(LATEST, 10)).isEmpty();
        assertThat(files().complete(stored(1), LATER)).as("too late").isFalse();
    }

    @Test
    void of_a_completion_and_a_doom_at_once_one_is_so() {
        FileLedger other = anotherNode().files();
        for (int i = 0; i < ROUNDS; i++) {
            int number = i;
            files().begin(id(i), ANN, NOON);
            List<Boolean> won = Together.run(
                    2,
                    thread -> thread == 0
                            ? files().complete(stored(number), LATER)
                            : other.doom(id(number), NOON, AGAIN));
            assertThat(won).containsExactlyInAnyOrder(true, false);
            assertThat(files().find(id(i)).isPresent()).isEqualTo(won.get(0));
        }
    }

    @Test
    void of_claims_and_a_doom_at_once_one_is_so() {
        FileLedger other = anotherNode().files();
        for (int i = 0; i < ROUNDS; i++) {
            take(2 * i, NOON);
            take(2 * i + 1, NOON);
            List<FileId> both = List.of(id(2 * i), id(2 * i + 1));
            List<FileId> turned = List.of(both.get(1), both.get(0));
            List<List<FileId>> kept = Together.run(4, thread -> switch (thread) {
                case 0 -> List.copyOf(files().claim(ANN, both, LATER).keySet());
                case 1 -> List.copyOf(other.claim(ANN, turned, LATER).keySet());
                default ->
                    (thread == 2 ? files() : other).doom(both.get(0), NOON, AGAIN)
                            ? List.<FileId>of()
                            : List.of(both.get(0));
            });
            boolean stays = files().find(both.get(0)).isPresent();
            assertThat(kept.get(2)).isEqualTo(stays ? List.of(both.get(0)) : List.of());
            assertThat(kept.get(3)).isEqualTo(kept.get(2));
            assertThat(kept.subList(0, 2)).allMatch(mine -> mine.contains(both.get(1)));
            if (kept.get(0).contains(both.get(0)) || kept.get(1).contains(both.get(0))) {
                assertThat(stays).as("what was claimed stays").isTrue();
            }
        }
    }

    @Test
    void a_claim_finds_its_file_whatever_is_kept_meanwhile() {
        FileLedger other = anotherNode().files();
        take(1, LATER);
        take(2, LATER);
        List<FileId> both = List.of(id(1), id(2));
        List<Boolean> found = Together.run(4, thread -> {
            boolean all = true;
            for (int i = 0; i < ROUNDS; i++) {
                if (thread < 2) {
                    (thread == 0 ? files() : other).keep(List.of(id(2), id(1)), NOON.plusSeconds(i));
                } else {
                    FileLedger mine = thread == 2 ? files() : other;
                    all &= mine.claim(ANN, both, LATEST.plusMillis(i)).size() == 2;
                }
            }
            return all;
        });
        assertThat(found).containsOnly(true);
    }

    @Test
    void two_sweepers_do_each_others_work() {
        int count = 40;
        FileLedger other = anotherNode().files();
        IntStream.range(0, count).forEach(i -> take(i, NOON));
        List<FileId> kept =
                IntStream.range(0, count / 2).mapToObj(FileLedgerContract::id).toList();
        List<Integer> rounds = Together.run(2, thread -> {
            FileLedger mine = thread == 0 ? files() : other;
            int round = 0;
            List<FileId> due = mine.due(NOON, 10);
            while (!due.isEmpty() && round < count) {
                mine.keep(due.stream().filter(kept::contains).toList(), LATER);
                for (FileId file : due) {
                    if (!kept.contains(file) && mine.doom(file, NOON, AGAIN)) {
                        mine.forget(file);
                    }
                }
                round++;
                due = mine.due(NOON, 10);
            }
            return round;
        });
        assertThat(rounds).allMatch(round -> round < count);
        assertThat(files().due(LATEST, 500)).containsExactlyInAnyOrderElementsOf(kept);
        assertThat(kept).allMatch(file -> files().find(file).isPresent());
    }

    @Test
    void a_step_whose_answer_was_lost_may_be_repeated() {
        store().faults().loseNextAnswer();
        boolean begun = Repeats.tried(() -> files().begin(id(1), ANN, NOON));
        files().begin(id(1), ANN, NOON);
        store().faults().loseNextAnswer();
        boolean completed = Repeats.tried(() -> files().complete(stored(1), NOON));
        assertThat(files().complete(stored(1), NOON))
                .as("%s %s", begun, completed)
                .isTrue();
        store().faults().loseNextAnswer();
        boolean doomed = Repeats.tried(() -> files().doom(id(1), NOON, AGAIN));
        assertThat(files().doom(id(1), NOON, AGAIN)).as("%s", doomed).isTrue();
        assertThat(files().find(id(1))).isEmpty();
    }

    @Test
    void a_store_that_is_away_is_unavailable() {
        take(1, NOON);
        store().faults().takeStoreAway();
        assertThatThrownBy(() -> files().find(id(1))).isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(() -> files().claim(ANN, List.of(id(1)), LATER))
                .isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(() -> files().doom(id(1), NOON, AGAIN)).isInstanceOf(ChatException.Unavailable.class);
        store().faults().bringStoreBack();
    }
}
