package dev.parley.sql;

import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.ErrorCode;
import dev.parley.sql.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes, for all callers together.
 *
 * <p>A commit costs a write to the disk, however much is in it. So the writer takes all writes that wait, runs them in
 * one transaction, commits once, and then tells the callers; meanwhile the next ones gather. If one of them fails, all
 * are rolled back and run again, each inside its own savepoint, so that only the failing one is left out. If the
 * transaction itself fails (the disk is full, the file is locked or gone), all of them do, and the connection is thrown
 * away: the next group begins with a new one, so the writer recovers as soon as the cause is gone.
 */
final class SqliteWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);
    private static final long LATE_NANOS = 200_000;

    private final SqliteFile file;
    private final Limits limits;
    private final Probe probe;
    /** Bounded; who finds it full is refused. */
    private final BlockingQueue<PendingWrite<?>> queue;

    private final Thread thread = new Thread(this::run, "sqlite-writer");
    private volatile boolean open;
    /** How many groups and single writes the database has failed. Written by the thread. */
    private volatile long failures;
    /** Whether the last group failed. Confined to the thread. */
    private boolean failing;
    /** Confined to the thread. */
    private @Nullable Statements connection;
    /** How many writes were in the last group. Confined to the thread. */
    private int lastGroup;

    SqliteWriter(SqliteFile file, Limits limits, Probe probe) {
        this.file = file;
        this.limits = limits;
        this.probe = probe;
        this.queue = new ArrayBlockingQueue<>(limits.queue());
        thread.setDaemon(true);
    }

    void start() {
        open = true;
        thread.start();
    }

    boolean isOpen() {
        return open;
    }

    /** Whether there is somebody who writes. */
    boolean isAlive() {
        return thread.isAlive();
    }

    int waiting() {
        return queue.size();
    }

    long failures() {
        return failures;
    }

    <T> T write(Work<T> work) {
        PendingWrite<T> write = new PendingWrite<>(work);
        if (open && !queue.offer(write)) {
            throw new Unavailable(ErrorCode.OVERLOADED);
        }
        if (!open && write.take()) {
            throw new Unavailable(ErrorCode.SHUTTING_DOWN);
        }
        return write.await(limits.patience());
    }

    private void run() {
        List<PendingWrite<?>> group = new ArrayList<>();
        boolean more = true;
        while (more) {
            try {
                more = gather(group);
                if (more) {
                    commit(group);
                    failing = false;
                }
            } catch (Throwable e) {
                recover(group, e);
            }
            group.clear();
        }
        disconnect();
    }

    /** Waits for a write and takes all that wait with it; false if there are none and the writer closes. */
    private boolean gather(List<PendingWrite<?>> group) {
        while (group.isEmpty()) {
            PendingWrite<?> first = open ? poll(Long.MAX_VALUE) : queue.poll();
            if (first != null) {
                group.add(first);
                queue.drainTo(group, limits.group() - 1);
                gatherLate(group);
                lastGroup = group.size();
                group.removeIf(write -> !write.take());
            } else if (!open) {
                return false;
            }
        }
        return true;
    }

    /** The callers of the last group are just waking up and write again: gives them a moment, short beside a commit. */
    private void gatherLate(List<PendingWrite<?>> group) {
        long end = System.nanoTime() + LATE_NANOS;
        PendingWrite<?> late = group.get(0);
        while (late != null && open && group.size() < lastGroup) {
            late = poll(end - System.nanoTime());
            if (late != null) {
                group.add(late);
            }
        }
    }

    private @Nullable PendingWrite<?> poll(long nanos) {
        try {
            return queue.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return null; // by nobody: the thread is not known outside
        }
    }

    private void commit(List<PendingWrite<?>> group) throws SQLException {
        Statements statements = connect();
        statements.execute("BEGIN IMMEDIATE");
        if (!runTogether(statements, group)) {
            statements.execute("ROLLBACK");
            statements.execute("BEGIN IMMEDIATE");
            for (PendingWrite<?> write : group) {
                runAlone(statements, write);
            }
        }
        probe.committing();
        statements.execute("COMMIT");
        probe.committed();
        group.forEach(PendingWrite::settle);
    }

    /** Runs the writes without savepoints, which cost a copy of each page; false if one of them failed. */
    private static boolean runTogether(Statements statements, List<PendingWrite<?>> group) {
        try {
            for (PendingWrite<?> write : group) {
                write.run(statements);
            }
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.debug("one of {} writes failed, each runs alone now", group.size(), e);
            return false;
        }
    }

    private void runAlone(Statements statements, PendingWrite<?> write) throws SQLException {
        statements.execute("SAVEPOINT alone");
        try {
            write.run(statements);
        } catch (SQLException | RuntimeException e) {
            LOG.warn("a write failed and is rolled back: {}", e.toString());
            countFailure();
            statements.execute("ROLLBACK TO alone");
        }
        statements.execute("RELEASE alone");
    }

    private Statements connect() throws SQLException {
        Statements known = connection;
        if (known == null) {
            Connection opened = file.open();
            known = new Statements(opened);
            connection = known;
            probe.opened(opened);
        }
        return known;
    }

    private void recover(List<PendingWrite<?>> group, Throwable cause) {
        if (!failing) {
            LOG.error("the store cannot be written", cause);
        }
        failing = true;
        countFailure();
        disconnect();
        group.forEach(write -> write.fail(SqliteDatabase.unavailable(cause)));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by this one thread
    private void countFailure() {
        failures++;
    }

    /** Closing a connection rolls its transaction back. */
    private void disconnect() {
        SqliteReaders.closeQuietly(connection);
        connection = null;
    }

    /** Writes what waits and ends; what is left when the waiting time is over is refused. */
    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        boolean woken = queue.offer(new PendingWrite<>(statements -> 0));
        LOG.debug("closing, the writer {}", woken ? "may be idle" : "is busy");
        try {
            thread.join(limits.patience().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(write -> write.fail(new Unavailable(ErrorCode.SHUTTING_DOWN)));
    }
}
