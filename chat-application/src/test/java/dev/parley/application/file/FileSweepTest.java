package dev.parley.application.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.MemoryFileBytes;
import dev.parley.application.fixture.MemoryFileLedger;
import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.Pretend;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class FileSweepTest {
    private static final UserId ANN = new UserId(1);
    private static final RoomId ROOM = RoomId.GENERAL;
    private static final Duration DAY = Attachments.STAY;

    /** More steps than a round has. */
    private static final int STEPS = 24;

    /** A process that dies. No code of the house catches it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Files, messages, and a node that sweeps; before each step that it takes with a port something may happen. */
    private static final class World {
        final TestTime time = new TestTime();
        final TestWorkers workers = new TestWorkers();
        final MemoryFileLedger ledger = new MemoryFileLedger();
        final MemoryMessageLog log = new MemoryMessageLog();
        final MemoryFileBytes bytes = new MemoryFileBytes();
        private final Scheduling scheduling = new Scheduling(workers, workers, time, time, time::nanoTime);
        private IntConsumer before = step -> {};
        private int step;
        private int sent;

        /** The ports as the node has them. */
        private <T> T observed(Class<T> port, T real) {
            InvocationHandler handler = (proxy, method, arguments) -> {
                before.accept(step++);
                try {
                    return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            };
            return Pretend.port(port, handler);
        }

        FileSweep start() {
            FileSweep sweep = new FileSweep(
                    observed(FileLedger.class, ledger),
                    observed(FileCarriers.class, log),
                    observed(FileBytes.class, bytes),
                    scheduling);
            sweep.start();
            return sweep;
        }

        Attachments attachments() {
            return new Attachments(observed(FileLedger.class, ledger), observed(FileCarriers.class, log), scheduling);
        }

        void before(IntConsumer each) {
            before = each;
            step = 0;
        }

        void pass(Duration by) {
            time.advance(by, workers::settle);
        }

        Attachment begin(String name) {
            FileId id = new FileId((name + "-".repeat(22)).substring(0, 22));
            ledger.begin(id, ANN, time.instant().plus(DAY));
            bytes.put(id);
            return new Attachment(id, new FileName(name), MediaType.UNKNOWN, 1, null);
        }

        Attachment upload(String name) {
            Attachment file = begin(name);
            StoredFile stored = new StoredFile(file, ANN, null, "", time.instant());
            assertThat(ledger.complete(stored, time.instant().plus(DAY))).isTrue();
            return file;
        }

        /** Sends the file in a message, as senders do. Returns whether that was taken. */
        boolean send(Attachment file) {
            Attachments unobserved = new Attachments(ledger, log, scheduling);
            Optional<List<Attachment>> claimed = unobserved.claim(ANN, ROOM, List.of(file.id()));
            claimed.ifPresent(files -> log.append(
                    ROOM,
                    List.of(new Draft(MessageKey.unnamed("m" + sent++), ANN, Content.NONE, time.instant())
                            .with(files))));
            return claimed.isPresent();
        }

        void assertThere(Attachment file) {
            assertThat(ledger.find(file.id())).as("%s is known", file.name()).isPresent();
            assertThat(bytes.has(file.id())).as("%s has bytes", file.name()).isTrue();
        }

        void assertGone(Attachment file) {
            assertThat(ledger.known()).as("%s is known", file.name()).doesNotContain(file.id());
            assertThat(bytes.has(file.id())).as("%s has bytes", file.name()).isFalse();
        }
    }

    private final World world = new World();

    @Test
    void what_no_message_took_within_a_day_is_removed_and_what_one_carries_stays() {
        Attachment lost = world.upload("lost");
        Attachment half = world.begin("half");
        Attachment kept = world.upload("kept");
        assertThat(world.send(kept)).isTrue();
        FileSweep sweep = world.start();

        world.pass(DAY.minus(FileSweep.EVERY));
        world.assertThere(lost);
        world.pass(FileSweep.EVERY.multipliedBy(2));
        world.assertGone(lost);
        world.assertGone(half);
        world.pass(DAY.multipliedBy(3));
        world.assertThere(kept);
        sweep.close();
    }

    @Test
    void the_files_of_a_deleted_message_and_of_a_closed_room_go() {
        Attachment inBoth = world.upload("in-both");
        Attachment inOne = world.upload("in-one");
        assertThat(world.send(inOne) && world.send(inBoth) && world.send(inBoth))
                .isTrue();
        world.pass(DAY.multipliedBy(2));
        FileSweep sweep = world.start();
        for (long seq = 1; seq <= 2; seq++) {
            world.log.change(ROOM, new Seq(seq), new Change.Delete());
        }
        world.attachments().released(List.of(inOne, inBoth));
        world.pass(Attachments.SOON.plus(FileSweep.EVERY));
        world.assertGone(inOne);
        world.pass(DAY);
        world.assertThere(inBoth);
        world.log.close(ROOM);
        world.pass(DAY.plus(FileSweep.EVERY));
        world.assertGone(inBoth);
        sweep.close();
    }

    @Test
    void a_deletion_alone_is_enough_if_nobody_could_say_so() {
        Attachment file = world.upload("file");
        assertThat(world.send(file)).isTrue();
        FileSweep sweep = world.start();
        world.log.change(ROOM, new Seq(1), new Change.Delete());
        world.ledger.away(true);
        world.attachments().released(List.of(file));
        world.pass(FileSweep.EVERY);
        world.ledger.away(false);
        world.pass(DAY.plus(FileSweep.EVERY));
        world.assertGone(file);
        sweep.close();
    }

    /** Whatever the step at which somebody sends a file that is due: it stays if that was taken, and else it is gone. */
    @Test
    void a_claim_at_any_step_of_a_round_is_kept_or_refused() {
        int taken = 0;
        for (int at = 0; at < STEPS; at++) {
            World one = new World();
            Attachment file = one.upload("file");
            FileSweep sweep = one.start();
            one.pass(DAY.minus(FileSweep.EVERY));
            List<Boolean> sent = new ArrayList<>();
            int when = at;
            one.before(step -> {
                if (step == when) {
                    sent.add(one.send(file));
                }
            });
            one.pass(FileSweep.EVERY.multipliedBy(12));
            assertThat(sent).as("step %s", at).hasSize(1);
            for (Duration later : List.of(Duration.ZERO, DAY, DAY)) {
                one.pass(later);
                if (sent.get(0)) {
                    one.assertThere(file);
                } else {
                    one.assertGone(file);
                }
            }
            taken += sent.get(0) ? 1 : 0;
            sweep.close();
        }
        assertThat(taken).as("some come in time, and some do not").isBetween(1, STEPS - 1);
    }

    /** Whatever the step at which a message is deleted, or another one takes its file: what is acknowledged has its files. */
    @Test
    void a_claim_at_any_step_of_a_release_keeps_its_file() {
        for (int at = 0; at < 3; at++) {
            World one = new World();
            Attachment file = one.upload("file");
            assertThat(one.send(file)).isTrue();
            FileSweep sweep = one.start();
            one.pass(Duration.ofHours(3));
            one.log.change(ROOM, new Seq(1), new Change.Delete());
            int when = at;
            one.before(step -> {
                if (step == when) {
                    assertThat(one.send(file)).isTrue();
                }
            });
            one.attachments().released(List.of(file));
            one.workers.settle();
            one.pass(DAY.multipliedBy(2));
            assertThat(one.log.carried(List.of(file.id()))).as("step %s", at).containsExactly(file.id());
            one.assertThere(file);
            sweep.close();
        }
    }

    /** Whatever the step before which the process dies: the next one leaves nothing that nobody needs, and all that somebody does. */
    @Test
    void a_process_that_dies_at_any_step_leaves_nothing_for_ever() {
        int deaths = 0;
        for (int at = 0; at < STEPS; at++) {
            World one = new World();
            Attachment kept = one.upload("kept");
            List<Attachment> lost = List.of(one.upload("lost"), one.begin("half"), one.upload("also"));
            assertThat(one.send(kept)).isTrue();
            FileSweep dying = one.start();
            one.pass(DAY.minus(FileSweep.EVERY));
            boolean[] dead = {false};
            int when = at;
            one.before(step -> {
                if (step == when || dead[0]) {
                    dead[0] = true;
                    throw new Death();
                }
            });
            one.pass(FileSweep.EVERY.multipliedBy(2));
            deaths += dead[0] ? 1 : 0;
            dying.close();
            one.before(step -> {});
            FileSweep next = one.start();
            one.pass(FileSweep.AGAIN.plus(FileSweep.EVERY));
            one.assertThere(kept);
            lost.forEach(one::assertGone);
            assertThat(one.ledger.known()).containsExactly(kept.id());
            next.close();
        }
        assertThat(deaths).as("every step was one of them").isBetween(10, STEPS - 1);
    }

    @Test
    void two_nodes_that_sweep_at_once_remove_each_file_once_for_all() {
        for (int at = 0; at < STEPS; at++) {
            World one = new World();
            Attachment kept = one.upload("kept");
            Attachment lost = one.upload("lost");
            assertThat(one.send(kept)).isTrue();
            FileSweep first = one.start();
            FileSweep second = new FileSweep(one.ledger, one.log, one.bytes, one.scheduling);
            one.pass(DAY.minus(FileSweep.EVERY));
            int when = at;
            one.before(step -> {
                if (step == when) {
                    second.start();
                    one.time.advance(FileSweep.EVERY, () -> {}); // It runs a whole round in the midst of this one.
                    one.workers.settle();
                }
            });
            one.pass(FileSweep.EVERY.multipliedBy(12));
            one.assertThere(kept);
            one.assertGone(lost);
            first.close();
            second.close();
        }
    }

    @Test
    void files_that_cannot_be_removed_keep_no_other() {
        List<Attachment> stuck = new ArrayList<>();
        for (int i = 0; i <= FileSweep.MOST_FAILED; i++) {
            stuck.add(world.upload("stuck" + i));
        }
        world.pass(Duration.ofMillis(1));
        Attachment lost = world.upload("lost");
        stuck.forEach(file -> world.bytes.stick(file.id(), true));
        FileSweep sweep = world.start();
        world.pass(DAY.plus(FileSweep.EVERY.multipliedBy(2)));
        world.assertGone(lost);
        for (Attachment file : stuck) {
            assertThat(world.bytes.has(file.id())).isTrue();
            assertThat(world.ledger.find(file.id())).isEmpty();
            world.bytes.stick(file.id(), false);
        }
        world.pass(FileSweep.AGAIN.plus(FileSweep.EVERY.multipliedBy(2)));
        stuck.forEach(world::assertGone);
        sweep.close();
    }

    @Test
    void a_round_that_finds_the_store_away_is_followed_by_others() {
        Attachment lost = world.upload("lost");
        FileSweep sweep = world.start();
        world.pass(DAY.minus(FileSweep.EVERY));
        world.ledger.away(true);
        world.pass(FileSweep.EVERY.multipliedBy(3));
        world.ledger.away(false);
        assertThat(world.bytes.has(lost.id())).isTrue();
        world.pass(FileSweep.EVERY);
        world.assertGone(lost);
        sweep.close();
    }

    @Test
    void more_than_one_batch_goes_in_a_round_and_no_more_than_the_most() {
        List<Attachment> lost = new ArrayList<>();
        for (int i = 0; i < FileSweep.MOST + 1; i++) {
            lost.add(world.upload("%05d".formatted(i)));
            world.time.advance(Duration.ofNanos(1_000), () -> {});
        }
        world.pass(DAY);
        FileSweep sweep = world.start();
        world.pass(FileSweep.EVERY);
        assertThat(world.ledger.known())
                .containsExactly(lost.get(FileSweep.MOST).id());
        world.pass(FileSweep.EVERY);
        assertThat(world.ledger.known()).isEmpty();
        sweep.close();
    }

    @Test
    void what_never_became_whole_is_swept_up_after_an_hour() {
        FileSweep sweep = world.start();
        world.pass(FileSweep.EVERY);
        assertThat(world.bytes.sweeps()).containsExactly(world.time.instant().minus(FileSweep.ABANDONED));
        sweep.close();
        world.pass(FileSweep.EVERY.multipliedBy(5));
        assertThat(world.bytes.sweeps()).as("nothing is begun after the end").hasSize(1);
    }
}
