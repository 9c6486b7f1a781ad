package dev.parley.benchmarks.process;

import dev.parley.benchmarks.floor.FloorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The {@link FloorServer} in a JVM of its own. */
public final class FloorProcess implements AutoCloseable {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final ChildProcess process;
    private final InetSocketAddress address;
    private final Path output;

    private FloorProcess(ChildProcess process, InetSocketAddress address, Path output) {
        this.process = process;
        this.address = address;
        this.output = output;
    }

    /** Starts it and returns once it listens. */
    public static FloorProcess start() {
        try {
            InetSocketAddress address = ChildProcess.freeAddress();
            Path output = Files.createTempFile("parley-floor", ".log");
            List<String> command = List.of(
                    ChildProcess.java(),
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FloorServer.class.getName(),
                    Integer.toString(address.getPort()));
            FloorProcess floor = new FloorProcess(ChildProcess.start(command, Map.of(), output), address, output);
            floor.awaitListening();
            return floor;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitListening() {
        long limit = System.nanoTime() + PATIENCE_NANOS;
        while (process.isAlive() && System.nanoTime() < limit) {
            try (Socket probe = new Socket()) {
                probe.connect(address, 1_000);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(5_000_000);
            }
        }
        String said = process.lastWords();
        close();
        throw new IllegalStateException("the floor does not listen; it said:\n" + said);
    }

    public InetSocketAddress address() {
        return address;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
