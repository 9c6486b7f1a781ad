package dev.parley.benchmarks.process;

import dev.parley.benchmarks.floor.FloorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A server to compare with, in a process of its own; it is told its port as the last argument. */
public final class Anchor implements AutoCloseable {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final ChildProcess process;
    private final InetSocketAddress address;
    private final Path output;

    private Anchor(ChildProcess process, InetSocketAddress address, Path output) {
        this.process = process;
        this.address = address;
        this.output = output;
    }

    /** Starts the {@link FloorServer} in a JVM and returns once it listens. */
    public static Anchor floor() {
        return start(List.of(
                ChildProcess.java(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                FloorServer.class.getName()));
    }

    /** Builds the Go program in this directory with the {@code go} on the path, starts it, and returns once it listens. */
    public static Anchor go(Path source) {
        try {
            Path program = Files.createTempDirectory("parley-anchor").resolve("anchor");
            Process build = new ProcessBuilder("go", "build", "-o", program.toString(), ".")
                    .directory(source.toFile())
                    .inheritIO()
                    .start();
            if (build.waitFor() != 0) {
                throw new IllegalStateException("go build failed in " + source);
            }
            program.toFile().deleteOnExit();
            return start(List.of(program.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Anchor start(List<String> program) {
        try {
            InetSocketAddress address = ChildProcess.freeAddress();
            Path output = Files.createTempFile("parley-anchor", ".log");
            List<String> command = new ArrayList<>(program);
            command.add(Integer.toString(address.getPort()));
            Anchor anchor = new Anchor(ChildProcess.start(command, Map.of(), output), address, output);
            anchor.awaitListening();
            return anchor;
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
        throw new IllegalStateException("an anchor does not listen; it said:\n" + said);
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
