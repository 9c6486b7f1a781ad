package dev.parley.application.realtime;

import dev.parley.application.schedule.Scheduling;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another, in order, on the shared workers, so that what they touch needs no lock.
 *
 * <p>It takes a thread only while it has something to do, and gives it back after a number of tasks for others to have
 * a turn. It bounds nothing: who puts tasks in bounds them. Workers that take nothing more (the server is going
 * down) still see what runs to its end, and hand back what has not begun. Guarded by its own lock.
 */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final int TURN = 64;

    private final Scheduling scheduling;
    private final Consumer<List<Runnable>> dropped;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(4);
    private boolean running;

    /** @param dropped gets the tasks that will not run because the workers refused them */
    Mailbox(Scheduling scheduling, Consumer<List<Runnable>> dropped) {
        this.scheduling = scheduling;
        this.dropped = dropped;
    }

    /** Runs the task on a worker, behind those that are here already. */
    void execute(Runnable task) {
        if (add(task) && !isTaken()) {
            List<Runnable> refused;
            synchronized (this) {
                refused = List.copyOf(tasks);
                tasks.clear();
                running = false;
            }
            dropped.accept(refused);
        }
    }

    private boolean isTaken() {
        return scheduling.isTaken(scheduling.workers(), this::run);
    }

    /** As {@link #execute}, for a caller that is a worker itself: here, if nobody is at it. */
    void here(Runnable task) {
        if (add(task)) {
            run();
        }
    }

    /**
     * Puts the task in, for a caller that is a worker itself and spares another one the waking.
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
        } while (!isTaken());
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
