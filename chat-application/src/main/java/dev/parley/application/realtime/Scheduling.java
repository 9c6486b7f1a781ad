package dev.parley.application.realtime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

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
    /** Runs the task on a worker after the delay; not at all if the server goes down before. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it: each task handles its own failures
    void after(Duration delay, Runnable task) {
        try {
            timer.schedule(() -> workers.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server is going down: there is no later.
        }
    }
}
