package dev.parley.sql;

import dev.parley.sql.Database.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One caller's write on its way through the writer.
 *
 * <p>The caller waits in {@link #await}; the writer alone calls the rest. The outcome is decided in {@link #run} and
 * told by {@link #settle} after the commit, so nobody hears of a write that is not on the disk.
 */
final class PendingWrite<T> {
    private final Work<T> work;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    /** Whether the writer has begun, or the caller has stopped waiting: whichever comes first. */
    private final AtomicBoolean taken = new AtomicBoolean();
    /** Confined to the writer. */
    private Runnable outcome = () -> fail(SqliteDatabase.unavailable(null));

    PendingWrite(Work<T> work) {
        this.work = work;
    }

    /** Waits for the outcome. A write that the writer has not begun when the time is up never happens. */
    T await(Duration atMost) {
        try {
            return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a write broke", e.getCause());
        } catch (TimeoutException e) {
            taken.set(true);
            throw SqliteDatabase.unavailable(e);
        } catch (InterruptedException e) {
            taken.set(true);
            Thread.currentThread().interrupt();
            throw SqliteDatabase.unavailable(e);
        }
    }

    /** Whether the writer is to run it; if not, its caller has gone. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    /** Runs the work and keeps its result. What it throws is kept too, and thrown. */
    void run(Statements statements) throws SQLException {
        try {
            T result = work.run(statements);
            outcome = () -> answer.complete(result);
        } catch (SQLException e) {
            outcome = () -> fail(SqliteDatabase.unavailable(e));
            throw e;
        } catch (RuntimeException e) {
            outcome = () -> fail(e);
            throw e;
        }
    }

    /** Tells the caller the outcome of {@link #run}. */
    void settle() {
        outcome.run();
    }

    /** Tells the caller that it failed, whatever the outcome was. */
    void fail(Throwable cause) {
        answer.completeExceptionally(cause);
    }
}
