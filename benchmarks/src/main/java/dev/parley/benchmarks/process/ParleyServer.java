package dev.parley.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The built server jar, running as a process of its own on a data directory of its own. */
public final class ParleyServer implements AutoCloseable {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final String OUTPUT = "server.log";
    private static final byte[] HEALTH =
            "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * How to start it.
     *
     * @param jvm options for the JVM
     * @param store {@code sqlite}, or {@code mongo:} and a URI
     * @param environment further settings, which win
     */
    public record Launch(String java, Path jar, List<String> jvm, String store, Map<String, String> environment) {
        /** The same with these settings, unless others were given for the same names. */
        public Launch with(Map<String, String> settings) {
            Map<String, String> all = new HashMap<>(settings);
            all.putAll(environment);
            return new Launch(java, jar, jvm, store, all);
        }
    }

    private final Launch launch;
    private final InetSocketAddress address;
    private final Path directory;
    private final long startNanos;
    private ChildProcess process;

    private ParleyServer(Launch launch, InetSocketAddress address, Path directory) {
        this.launch = launch;
        this.address = address;
        this.directory = directory;
        long begin = System.nanoTime();
        process = run();
        startNanos = awaitHealth(process, address, begin + PATIENCE_NANOS) - begin;
    }

    /** Starts it with an empty store and returns once {@code /health} has answered 200. */
    public static ParleyServer start(Launch launch) {
        try {
            Path directory = Files.createTempDirectory("parley-bench");
            return new ParleyServer(launch, ChildProcess.freeAddress(), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChildProcess run() {
        List<String> command = new ArrayList<>(List.of(launch.java()));
        command.addAll(launch.jvm());
        command.addAll(List.of("-jar", launch.jar().toAbsolutePath().toString()));
        return ChildProcess.start(
                command, environment(launch, address.getPort(), directory), directory.resolve(OUTPUT));
    }

    private static Map<String, String> environment(Launch launch, int port, Path directory) {
        Map<String, String> all = new HashMap<>();
        all.put("PORT", Integer.toString(port));
        all.put("DATA_DIR", directory.toString());
        all.put("RATE_LIMITS", "off");
        all.put("LOG_LEVEL", "warn");
        all.put("PARLEY_CONNECTIONS_PER_USER", "10000");
        if (launch.store().startsWith("mongo:")) {
            all.put("MONGODB_URI", launch.store().substring("mongo:".length()));
            all.put(
                    "MONGODB_DB",
                    "parley_bench_" + port + "_" + ProcessHandle.current().pid());
        }
        all.putAll(launch.environment());
        return all;
    }

    private static long awaitHealth(ChildProcess process, InetSocketAddress address, long limit) {
        while (System.nanoTime() < limit && process.isAlive()) {
            if (isHealthy(address)) {
                return System.nanoTime();
            }
            LockSupport.parkNanos(2_000_000);
        }
        String said = process.lastWords();
        process.close();
        throw new IllegalStateException("the server did not become healthy; it said:\n" + said);
    }

    private static boolean isHealthy(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 1_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(HEALTH);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    public long pid() {
        return process.pid();
    }

    /** From the start of the process to its first 200, in nanoseconds. */
    public long startNanos() {
        return startNanos;
    }

    public ProcessMemory memory() {
        return new ProcessMemory(pid(), launch.java());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed last: at this log level, warnings and errors. */
    public String lastWords() {
        return process.lastWords();
    }

    /** Stands still until {@link #thaw}, as if it were not there. */
    public void freeze() {
        process.signal("STOP");
    }

    public void thaw() {
        process.signal("CONT");
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.kill();
    }

    /** Starts it again, on the same port and with what it had stored, and returns once it is healthy. */
    public void resume() {
        process = run();
        long unused = awaitHealth(process, address, System.nanoTime() + PATIENCE_NANOS);
    }

    /** All that it printed, also before it was started again. */
    public String output() {
        try {
            return Files.readString(directory.resolve(OUTPUT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it and removes its data. */
    @Override
    public void close() {
        process.close();
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
