package dev.parley.application.realtime;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another, in order, on a shared executor, so that what they touch needs no lock.
 *
 * <p>It takes a thread only while it has something to do, and gives it back after a number of tasks for others to have
 * a turn. It bounds nothing: who puts tasks in bounds them. Guarded by its own lock.
 */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final int TURN = 64;

    private final Executor executor;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(4);
    private boolean running;

    Mailbox(Executor executor) {
        this.executor = executor;
    }

    void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        dispatch();
    }

    private void dispatch() {
        try {
            executor.execute(this::takeTurn);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                LOG.debug("{} tasks are dropped: the server is going down", tasks.size());
                tasks.clear();
                running = false;
            }
        }
    }

    private void takeTurn() {
        for (int i = 0; i < TURN; i++) {
            Runnable task;
            synchronized (this) {
                task = tasks.poll();
                if (task == null) {
                    running = false;
                    return;
                }
            }
            run(task);
        }
        dispatch();
    }

    /** A bug in one task must not stop those behind it. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of a room failed", e);
        }
    }
}
