package dev.parley.application.realtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes the outboxes that gather, all that came within one window together, by one thread that sleeps when none does.
 */
final class Flusher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

    private final LinkedBlockingQueue<Outbox> gathering = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "parley-flusher");
    private volatile boolean closed;

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Each outbox stands in the queue once at most, so connections bound it. */
    void soon(Outbox outbox) {
        gathering.add(outbox);
    }

    private void run() {
        List<Outbox> due = new ArrayList<>();
        while (!closed) {
            try {
                due.add(gathering.take());
            } catch (InterruptedException e) {
                continue; // Closed; or a wire has left its mark on this thread, which must go on.
            }
            LockSupport.parkNanos(Outbox.WINDOW.toNanos());
            gathering.drainTo(due);
            due.forEach(Flusher::flush);
            due.clear();
        }
    }

    /** What goes wrong with one must not keep the others waiting for ever. */
    private static void flush(Outbox outbox) {
        try {
            outbox.flush();
        } catch (RuntimeException | Error e) {
            LOG.error("An outbox could not be flushed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
