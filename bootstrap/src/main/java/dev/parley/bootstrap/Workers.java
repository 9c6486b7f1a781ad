package dev.parley.bootstrap;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides what blocking calls run on: virtual threads where the JVM has them (21 and later), else a bounded pool.
 *
 * <p>The jar is compiled for 17, whose library does not know virtual threads, so their three methods are looked up by
 * name; once, when an executor is made. The alternative, a second set of classes for 21 in the jar, would need a second
 * JDK to build.
 */
final class Workers {
    static final int FIRST_WITH_VIRTUAL = 21;

    /** Enough for the calls that wait for a store; more would only wait there. */
    static final int MAX_PLATFORM_THREADS = 64;

    private static final long IDLE_SECONDS = 30;

    /** What the JVM calls the number of threads that carry virtual ones (javadoc of {@code java.lang.Thread}). */
    static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    private static final int SPARE_CARRIERS = 4;

    private Workers() {}

    /**
     * Gives the virtual threads some carriers more than there are processors, unless the operator has set their number. A
     * call into SQLite keeps its carrier while it waits for the disk, and as many as there are connections that read may
     * do so at once. To be called before there is a virtual thread.
     */
    static void spareCarriers() {
        if (System.getProperty(CARRIERS) == null) {
            int carriers = Runtime.getRuntime().availableProcessors() + SPARE_CARRIERS;
            System.setProperty(CARRIERS, Integer.toString(carriers));
        }
    }

    /**
     * An executor for tasks that block. A task must not wait for another one of the same executor: on 17 they share a
     * bounded number of threads.
     *
     * @param name what its threads are called, with a number behind
     */
    static ExecutorService blocking(String name) {
        return Runtime.version().feature() >= FIRST_WITH_VIRTUAL ? virtual(name) : platform(name, MAX_PLATFORM_THREADS);
    }

    /** What waits for a thread is bounded by who puts it in: a room or a connection waits once. */
    static ExecutorService platform(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** {@code Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 1).factory())}. */
    private static ExecutorService virtual(String name) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle make = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle named =
                    lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class, long.class));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            MethodHandle executor = lookup.findStatic(
                    Executors.class,
                    "newThreadPerTaskExecutor",
                    MethodType.methodType(ExecutorService.class, ThreadFactory.class));
            return (ExecutorService) executor.invoke(factory.invoke(named.invoke(make.invoke(), name + "-", 1L)));
        } catch (Throwable e) {
            throw new IllegalStateException("a JVM of " + Runtime.version() + " has virtual threads", e);
        }
    }
}
