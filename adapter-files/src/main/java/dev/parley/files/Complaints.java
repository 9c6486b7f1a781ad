package dev.parley.files;

import dev.parley.domain.ChatException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator what is wrong with the directory, once a minute at most. Safe for concurrent use. */
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final long PAUSE_NANOS = 60_000_000_000L;

    private final Path directory;
    private final AtomicLong last = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    Complaints(Path directory) {
        this.directory = directory;
    }

    /** The failure, told. */
    ChatException told(ChatException failure) {
        long now = System.nanoTime();
        long before = last.get();
        if (now - before >= PAUSE_NANOS && last.compareAndSet(before, now)) {
            String what = failure instanceof ChatException.Full ? "is full" : "cannot be used";
            Throwable cause = failure.getCause();
            LOG.warn("The directory {} {}{}", directory, what, cause == null ? "" : ": " + cause);
        }
        return failure;
    }
}
