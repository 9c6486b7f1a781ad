package dev.parley.application.schedule;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads and time, as the use cases are given them.
 *
 * @param workers runs the writers and feeds of rooms, which may block for the store
 * @param readers runs what new and returning connections read: many at once, they must not keep the rooms waiting
 * @param timer tells when; what it runs never blocks
 * @param clock the time of day
 * @param nanoTime a clock that only runs forward, as {@link System#nanoTime()}
 */
public record Scheduling(
        Executor workers,
        Executor readers,
        ScheduledExecutorService timer,
        InstantSource clock,
        LongSupplier nanoTime) {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduling.class);

    /** When a thread is looked for again where there was none to be had. */
    private static final Duration NO_THREAD = Duration.ofSeconds(1);

    /** Runs the task on a worker. */
    public void work(Runnable task) {
        boolean unused = isTaken(workers, logged(task));
    }

    /** Runs the task on a reader. */
    public void read(Runnable task) {
        boolean unused = isTaken(readers, logged(task));
    }

    /** Runs the task on a worker after the delay; not at all if the server goes down before. */
    public void after(Duration delay, Runnable task) {
        ring(delay, () -> work(task));
    }

    /** As {@link #after}, on a reader. */
    public void readAfter(Duration delay, Runnable task) {
        ring(delay, () -> read(task));
    }

    /** Runs the task, which must not block, on the timer's thread after the delay. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it, and it does not fail
    public void ring(Duration delay, Runnable task) {
        try {
            timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server is going down: there is no later.
        }
    }

    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A task failed", e);
            }
        };
    }

    /**
     * Whether the executor will run the task: not if the server is going down. Where no thread is to be had it is asked
     * again until there is one, for others wait for what the task does.
     */
    public boolean isTaken(Executor executor, Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("A task is not taken: the server is going down");
            return false;
        } catch (OutOfMemoryError e) {
            LOG.error("There is no thread for a task, which is put off", e);
            ring(NO_THREAD, () -> isTaken(executor, task));
            return true;
        }
    }
}
