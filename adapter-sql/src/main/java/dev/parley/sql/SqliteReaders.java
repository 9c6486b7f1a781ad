package dev.parley.sql;

import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.ErrorCode;
import dev.parley.sql.Database.Work;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that read.
 *
 * <p>Who holds one of the permits may use one connection: an idle one, or a new one. A connection that failed is closed
 * and not used again. Callers do not wait in the order in which they came: most reads take microseconds, and a thread
 * that runs anyway and finds a permit must not be put to sleep behind those that have yet to wake.
 */
final class SqliteReaders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteReaders.class);

    private final SqliteFile file;
    private final Limits limits;
    private final Probe probe;
    private final Semaphore permits;
    private final Deque<Statements> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean open;

    SqliteReaders(SqliteFile file, Limits limits, Probe probe) {
        this.file = file;
        this.limits = limits;
        this.probe = probe;
        this.permits = new Semaphore(limits.readers());
    }

    void start() {
        open = true;
    }

    <T> T read(Work<T> work) {
        acquire();
        try {
            return run(work);
        } finally {
            permits.release();
            if (!open) {
                closeIdle();
            }
        }
    }

    private <T> T run(Work<T> work) {
        Statements connection = null;
        try {
            probe.reading();
            connection = idle.poll();
            if (connection == null) {
                connection = new Statements(file.openForReading());
            }
            T result = work.run(connection);
            idle.push(connection);
            connection = null;
            return result;
        } catch (SQLException e) {
            LOG.warn("a read failed: {}", e.getMessage());
            throw SqliteDatabase.unavailable(e);
        } finally {
            closeQuietly(connection);
        }
    }

    private void acquire() {
        try {
            if (!permits.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw SqliteDatabase.unavailable(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SqliteDatabase.unavailable(e);
        }
        if (!open) {
            permits.release();
            throw new Unavailable(ErrorCode.SHUTTING_DOWN);
        }
    }

    private void closeIdle() {
        Statements connection = idle.poll();
        while (connection != null) {
            closeQuietly(connection);
            connection = idle.poll();
        }
    }

    /** Closes what may be broken anyway. */
    static void closeQuietly(@Nullable Statements connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("a connection did not close", e);
            }
        }
    }

    /** Closes the idle connections; those in use are closed when they come back. */
    @Override
    public void close() {
        open = false;
        closeIdle();
    }
}
