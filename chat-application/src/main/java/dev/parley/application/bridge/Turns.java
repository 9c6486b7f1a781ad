package dev.parley.application.bridge;

import dev.parley.application.schedule.Scheduling;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs after each call, never twice at once: calls that come while it runs are answered by one more run. Safe
 * for concurrent use, but for {@link #callAfter}, which is the task's own.
 */
final class Turns {
    private final Scheduling scheduling;
    private final Runnable turn;
    private final AtomicInteger calls = new AtomicInteger();
    /** The next call that time will bring: never more than one, or each turn that waits would leave another behind. */
    private final AtomicReference<@Nullable Alarm> alarm = new AtomicReference<>();

    private record Alarm(long at) {}

    Turns(Scheduling scheduling, Runnable turn) {
        this.scheduling = scheduling;
        this.turn = turn;
    }

    void call() {
        if (calls.getAndIncrement() == 0) {
            scheduling.work(this::run);
        }
    }

    /** Calls later; at the earliest time only of those that were asked for by the task. */
    void callAfter(Duration delay) {
        long at = scheduling.nanoTime().getAsLong() + delay.toNanos();
        Alarm set = alarm.get();
        if (set != null && set.at - at <= 0) {
            return;
        }
        Alarm next = new Alarm(at);
        alarm.set(next);
        scheduling.after(delay, () -> {
            if (alarm.compareAndSet(next, null)) {
                call();
            }
        });
    }

    /** Whether no turn is under way or called for. */
    boolean isIdle() {
        return calls.get() == 0;
    }

    private void run() {
        int answered = calls.get();
        try {
            turn.run();
        } finally {
            if (!calls.compareAndSet(answered, 0)) {
                calls.set(1);
                scheduling.work(this::run);
            }
        }
    }
}
