package dev.parley.application.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets few password hashes run at once, so that a storm of logins costs logins and never messages.
 *
 * <p>One hash is tens of milliseconds of a core, which is thousands of deliveries. Two run, a bounded number waits for
 * a bounded time, the rest is refused at once. They run on threads of their own: on the caller's they would take the
 * processors from all virtual threads, which give none back while they compute. Safe for concurrent use.
 */
final class PasswordGate {
    private static final int RUNNING = 2;
    private static final int WAITING = 64;

    private final Semaphore permits = new Semaphore(RUNNING, true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Duration patience;
    private final Executor threads;

    /** @param threads at least two, platform threads */
    PasswordGate(Duration patience, Executor threads) {
        this.patience = patience;
        this.threads = threads;
    }

    /** Runs the hash. @throws ChatException.Unavailable {@code overloaded} if too many wait, or this one waited too long */
    <T> T run(Supplier<T> hash) {
        if (waiting.get() > 0 || !permits.tryAcquire()) { // Who comes now stands behind those who wait.
            await();
        }
        FutureTask<T> task = new FutureTask<>(hash::get);
        try {
            threads.execute(task);
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a password could not be hashed", e.getCause());
        } catch (RejectedExecutionException e) {
            throw new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN, e);
        } finally {
            permits.release();
        }
    }

    /** Whether anybody waits. */
    boolean isBusy() {
        return waiting.get() > 0;
    }

    private void await() {
        if (waiting.incrementAndGet() > WAITING) {
            waiting.decrementAndGet();
            throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
        }
        try {
            if (!permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN, e);
        } finally {
            waiting.decrementAndGet();
        }
    }
}
