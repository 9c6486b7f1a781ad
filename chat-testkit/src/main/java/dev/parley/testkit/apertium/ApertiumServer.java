package dev.parley.testkit.apertium;

import dev.parley.testkit.net.Ports;
import dev.parley.testkit.program.Program;
import dev.parley.testkit.program.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real Apertium that translates between English and Spanish. All tests of a process share it; it ends with the process. */
public final class ApertiumServer {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path home;
    private final int port = Ports.free();
    private final Process process;

    private ApertiumServer(Programs.Apertium programs) {
        try {
            home = Files.createTempDirectory("parley-apertium");
            process = new ProcessBuilder(
                            programs.server().toString(),
                            "-p",
                            Integer.toString(port),
                            programs.modes().toString())
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("Apertium does not start: " + log());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Skips the test where there is none: from the making of a class it would be an error. */
    public static ApertiumServer shared() {
        var unused = Programs.apertium();
        return Shared.SERVER;
    }

    private static final class Shared {
        private static final ApertiumServer SERVER = new ApertiumServer(Programs.apertium());
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(home.resolve("log"));
        } catch (IOException e) {
            return "nothing: " + e;
        }
    }

    /** With the programs that it has started. */
    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Program.delete(home);
    }
}
