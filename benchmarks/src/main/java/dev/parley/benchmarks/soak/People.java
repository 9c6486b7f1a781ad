package dev.parley.benchmarks.soak;

import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Who writes, on threads of their own, until they are told to come to an end. */
final class People implements AutoCloseable {
    private static final String GENERAL = "alias:parley-general";
    private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(2);
    private static final int LOOKS = 120;

    private final List<ParleyWriter> writers = new ArrayList<>();
    private final List<NativeWriter> natives = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean ending;

    /** Goes on until nobody wants it to. */
    interface Writer {
        /** Writes one message, and waits for as long as it takes until that is known to be stored. */
        void write();

        /** How long to wait before the next one. */
        long pauseMillis();
    }

    People(int tinode, Mishaps servers, int count, int guests, Random random) {
        for (int i = 0; i < count; i++) {
            writers.add(new ParleyWriter("soak-" + i, servers::address, i, new Random(random.nextLong())));
        }
        for (int i = 0; i < guests; i++) {
            NativeUser user = NativeUser.signUp(tinode, "native" + i, "Native " + i);
            natives.add(new NativeWriter("native" + i, user, general(user), new Random(random.nextLong())));
        }
    }

    private static NativeTopic general(NativeUser user) {
        for (int i = 0; i < LOOKS; i++) {
            Optional<String> found = user.find(GENERAL);
            if (found.isPresent()) {
                return user.subscribe(found.get());
            }
            Mishaps.pause(500);
        }
        throw new IllegalStateException("there is no General in Tinode");
    }

    void start() {
        writers.forEach(this::start);
        natives.forEach(this::start);
    }

    private void start(Writer writer) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!ending) {
                            writer.write();
                            Mishaps.pause(writer.pauseMillis());
                        }
                    } catch (RuntimeException | Error e) {
                        failures.add(writer + ": " + e);
                    }
                },
                writer.toString());
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** Whether somebody met what must not be. */
    boolean isBroken() {
        return !failures.isEmpty();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Everybody brings to an end what is begun. */
    void finish() {
        ending = true;
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                failures.add(thread.getName() + " does not come to an end");
            }
        }
    }

    /** What stands on both sides now. */
    Comparison compare() {
        return Comparison.of(writers, natives);
    }

    @Override
    public void close() {
        ending = true;
        natives.forEach(NativeWriter::close);
    }
}
