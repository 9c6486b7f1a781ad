package dev.parley.bootstrap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server has opened, to be closed in reverse. Confined to the thread that starts or stops the server. */
final class Opened implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    void push(AutoCloseable part) {
        parts.push(part);
    }

    /** Threads that end with the server. */
    <E extends ExecutorService> E threads(E threads) {
        push(threads::shutdownNow);
        return threads;
    }

    /** Closes what was opened last. A part that fails to close must not keep the others open. */
    void closeLast() {
        try {
            parts.pop().close();
        } catch (Exception e) { // AutoCloseable may throw anything
            LOG.warn("A part of the server did not close", e);
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            closeLast();
        }
    }
}
