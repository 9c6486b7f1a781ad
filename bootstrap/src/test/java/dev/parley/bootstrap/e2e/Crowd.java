package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;

/**
 * Lets writers write and readers read while something happens to the server, and then compares what they
 * were told with what is in the log.
 */
final class Crowd implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Writer> writers = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final List<Future<?>> writing = new ArrayList<>();
    private final List<Future<?>> reading = new ArrayList<>();
    private final Map<Long, Change> others = new TreeMap<>();
    private volatile boolean stopped;
    private volatile boolean written;
    private volatile long end;

    /**
     * Starts so many of them, every other writer by a socket.
     *
     * @param atOnce how many messages a writer sends by its socket before it waits for the answers
     * @param port where the server is now; blocks while it is nowhere
     */
    Crowd(int writerCount, int atOnce, int readerCount, IntSupplier port, long seed) {
        Api api = Api.to(port.getAsInt());
        for (int i = 0; i < writerCount; i++) {
            Writer writer = new Writer(Person.signUp(api, "writer" + i), i % 2 == 0 ? atOnce : 0, port, seed + i);
            writers.add(writer);
            writing.add(threads.submit(() -> writer.write(() -> stopped)));
        }
        for (int i = 0; i < readerCount; i++) {
            Reader reader = new Reader(Person.signUp(api, "reader" + i), port);
            readers.add(reader);
            reading.add(threads.submit(() -> reader.follow(() -> written, () -> end)));
        }
    }

    /** Fails at once if one of them has failed. */
    void expectWell() {
        writing.stream().filter(Future::isDone).forEach(future -> await(future, 1));
        reading.stream().filter(Future::isDone).forEach(future -> await(future, 1));
    }

    /** Somebody else has written this. */
    void expectAlso(Change change) {
        others.put(change.seq(), change);
    }

    /** Lets them finish, and compares. */
    void finish(Api api, int seconds) {
        stopped = true;
        writing.forEach(future -> await(future, seconds));
        List<Change> log = Change.history(api);
        List<Change> changes = Change.changes(api, 37);
        end = changes.get(changes.size() - 1).rev();
        written = true;
        reading.forEach(future -> await(future, seconds));

        assertThat(log)
                .extracting(Change::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, log.size()).boxed().toList());
        assertThat(changes).extracting(Change::rev).doesNotHaveDuplicates().isSorted();
        assertThat(changes).containsExactlyInAnyOrderElementsOf(log);
        Map<Long, Change> expected = new TreeMap<>(others);
        writers.forEach(writer -> expected.putAll(writer.expected()));
        assertThat(log).containsExactlyElementsOf(expected.values());
        assertThat(writers)
                .allSatisfy(writer -> assertThat(writer.acknowledged())
                        .extracting(Change::clientId)
                        .isNotEmpty()
                        .doesNotHaveDuplicates());
        assertThat(readers).allSatisfy(reader -> reader.expectWhole(log));
        expectNoRevTwice();
    }

    /** Whoever was shown a rev was shown the same. */
    private void expectNoRevTwice() {
        Map<Long, Change> byRev = new TreeMap<>();
        List<Change> all = new ArrayList<>();
        writers.forEach(writer -> all.addAll(writer.expected().values()));
        readers.forEach(reader -> all.addAll(reader.seen()));
        for (Change change : all) {
            Change known = byRev.putIfAbsent(change.rev(), change);
            assertThat(known == null ? change : known).isEqualTo(change);
        }
    }

    int acknowledged() {
        return writers.stream().mapToInt(writer -> writer.acknowledged().size()).sum();
    }

    List<Reader> readers() {
        return readers;
    }

    private static void await(Future<?> future, int seconds) {
        try {
            future.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a writer or reader failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a writer or reader does not come to its end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        written = true;
        threads.shutdownNow();
    }
}
