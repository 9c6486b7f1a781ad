package dev.parley.application.realtime;

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
 * Threads and time, as the realtime core is given them.
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

    /** Runs the task on a worker after the delay; not at all if the server goes down before. */
    void after(Duration delay, Runnable task) {
        after(delay, workers, task);
    }

    /** As {@link #after}, on a reader. */
    void readAfter(Duration delay, Runnable task) {
        after(delay, readers, task);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it: what goes wrong in it is logged
    private void after(Duration delay, Executor executor, Runnable task) {
        try {
            Runnable due = () -> isTaken(executor, logged(task));
            timer.schedule(due, delay.toNanos(), TimeUnit.NANOSECONDS);
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

    /** Whether the executor will run the task: not if the server is going down, or no thread is to be had. */
    static boolean isTaken(Executor executor, Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("A task is dropped: the server is going down");
        } catch (OutOfMemoryError e) {
            LOG.error("A task is dropped: there is no thread for it", e);
        }
        return false;
    }
}
