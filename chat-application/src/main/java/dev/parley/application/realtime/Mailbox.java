package dev.parley.application.realtime;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another, in order, on a shared executor, so that what they touch needs no lock.
 *
 * <p>It takes a thread only while it has something to do, and gives it back after a number of tasks for others to have
 * a turn. It bounds nothing: who puts tasks in bounds them. An executor that takes nothing more (the server is going
 * down) still sees what runs to its end, and hands back what has not begun. Guarded by its own lock.
 */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final int TURN = 64;

    private final Executor executor;
    private final Consumer<List<Runnable>> dropped;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(4);
    private boolean running;

    /** A mailbox whose tasks nobody waits for. */
    Mailbox(Executor executor) {
        this(executor, tasks -> {});
    }

    /** @param dropped gets the tasks that will not run because the executor refused them */
    Mailbox(Executor executor, Consumer<List<Runnable>> dropped) {
        this.executor = executor;
        this.dropped = dropped;
    }

    /** Runs the task on the executor, behind those that are here already. */
    void execute(Runnable task) {
        if (add(task) && !Scheduling.isTaken(executor, this::run)) {
            List<Runnable> refused;
            synchronized (this) {
                refused = List.copyOf(tasks);
                tasks.clear();
                running = false;
            }
            dropped.accept(refused);
        }
    }

    /**
     * Puts the task in, for a caller that is a thread of the executor and spares another one the waking.
     *
     * @return whether the caller must {@link #run} now, since nobody else does
     */
    synchronized boolean add(Runnable task) {
        tasks.add(task);
        boolean idle = !running;
        running = true;
        return idle;
    }

    /** Runs what is in, here. Only for whom {@link #add} told so. */
    void run() {
        do {
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
        } while (!Scheduling.isTaken(executor, this::run));
    }

    /** A bug in one task must not stop those behind it, not even one that exhausts the stack. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task of a room failed", e);
        }
    }
}
