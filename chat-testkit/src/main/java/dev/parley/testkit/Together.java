package dev.parley.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that start at the same moment, and are waited for, but not for ever. */
public final class Together {
    private static final int SECONDS = 90;

    private Together() {}

    /** What one of the threads does. */
    public interface Part<T> {
        T run(int thread) throws Exception;
    }

    /** Runs the part in each of {@code threads} threads; returns their results by number, or throws their first error. */
    public static <T> List<T> run(int threads, Part<T> part) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch ready = new CountDownLatch(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(pool.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return part.run(thread);
                }));
            }
            return results(running);
        } finally {
            pool.shutdownNow();
        }
    }

    private static <T> List<T> results(List<Future<T>> running) {
        List<T> results = new ArrayList<>();
        for (Future<T> each : running) {
            try {
                results.add(each.get(SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("a thread did not end within " + SECONDS + " s", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return results;
    }
}
