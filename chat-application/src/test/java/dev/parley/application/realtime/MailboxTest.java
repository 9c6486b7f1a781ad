package dev.parley.application.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.TestTime;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.schedule.Scheduling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final TestTime time = new TestTime();
    private final TestWorkers workers = new TestWorkers();
    private final List<Runnable> dropped = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    @Test
    void tasks_run_in_order_and_others_get_a_turn() {
        Mailbox mailbox = mailbox(workers);
        IntStream.range(0, 100).forEach(i -> mailbox.execute(() -> said.add("a" + i)));
        workers.execute(() -> said.add("other"));
        workers.settle();

        assertThat(said).hasSize(101);
        assertThat(said.indexOf("other")).isBetween(1, 99);
        assertThat(said.stream().filter(word -> word.startsWith("a")))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "a" + i).toList());
    }

    @Test
    void a_task_that_fails_does_not_stop_those_behind_it() {
        Mailbox mailbox = mailbox(workers);
        mailbox.execute(() -> {
            throw new IllegalStateException("a bug");
        });
        mailbox.execute(() -> {
            throw new StackOverflowError();
        });
        mailbox.execute(() -> said.add("still here"));
        workers.settle();
        mailbox.execute(() -> said.add("and later"));
        workers.settle();

        assertThat(said).containsExactly("still here", "and later");
    }

    @Test
    void what_has_begun_is_finished_when_the_workers_take_no_more() {
        Mailbox mailbox = mailbox(workers);
        IntStream.range(0, 200).forEach(i -> mailbox.execute(() -> said.add("a" + i)));
        workers.shutDown();
        workers.settle();

        assertThat(said).hasSize(200);
    }

    @Test
    void what_has_not_begun_is_handed_back_when_the_workers_take_no_more() {
        Mailbox mailbox = mailbox(workers);
        workers.shutDown();
        Runnable task = () -> said.add("never");
        mailbox.execute(task);

        assertThat(dropped).containsExactly(task);
        assertThat(said).isEmpty();
    }

    @Test
    void one_task_runs_at_a_time_and_none_is_forgotten() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Mailbox mailbox = mailbox(pool);
        int[] unguarded = {0};
        ExecutorService callers = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 20_000; i++) {
            callers.execute(() -> mailbox.execute(() -> unguarded[0]++));
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        pool.shutdown();
        assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

        assertThat(unguarded[0]).isEqualTo(20_000);
    }

    @Test
    void where_there_is_no_thread_the_tasks_wait_for_one() {
        AtomicBoolean exhausted = new AtomicBoolean(true);
        Mailbox mailbox = mailbox(task -> {
            if (exhausted.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            workers.execute(task);
        });
        mailbox.execute(() -> said.add("one"));
        mailbox.execute(() -> said.add("two"));
        time.advance(Duration.ofSeconds(3), workers::settle);
        assertThat(said).isEmpty();

        exhausted.set(false);
        time.advance(Duration.ofSeconds(1), workers::settle);
        assertThat(said).containsExactly("one", "two");
        assertThat(dropped).isEmpty();
    }

    private Mailbox mailbox(Executor executor) {
        return new Mailbox(new Scheduling(executor, executor, time, time, time::nanoTime), dropped::addAll);
    }
}
