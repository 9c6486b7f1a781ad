package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Is a server in a process of its own, run as its users run it: by {@code Main}, with an environment. */
final class ServerProcess implements AutoCloseable {
    private static final int FIRST_THAT_WARNS = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Pattern LISTENS = Pattern.compile("listens on port (\\d+)");

    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it, and does not wait.
     *
     * @param directory its working directory
     * @param settings all that it is told; nothing comes from the environment of the tests
     */
    static ServerProcess start(Path directory, Map<String, String> settings, String... arguments) {
        List<String> command = new ArrayList<>();
        if (Runtime.version().feature() >= FIRST_THAT_WARNS) {
            command.add("--enable-native-access=ALL-UNNAMED"); // As the manifest of the jar says.
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.parley.bootstrap.Main"));
        command.addAll(List.of(arguments));
        return run(directory, settings, command);
    }

    /** The same from the one jar that is given to users. */
    static ServerProcess startJar(Path directory, Map<String, String> settings) {
        return run(directory, settings, List.of("-jar", System.getProperty("parley.jar")));
    }

    private static ServerProcess run(Path directory, Map<String, String> settings, List<String> what) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m"));
        command.addAll(what);
        try {
            Files.createDirectories(directory);
            Path output = Files.createTempFile(directory, "server", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(settings);
            return new ServerProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it listens. */
    int awaitPort() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> port().isPresent() || !process.isAlive());
        return port().orElseThrow(() -> new AssertionError("it did not start: " + output()));
    }

    private OptionalInt port() {
        Matcher matcher = LISTENS.matcher(output());
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** All that it has printed. */
    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Asks it to stop: SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Ends it in the middle of whatever it does: SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Waits for its end, and returns its exit code. */
    int awaitExit() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends: %s", output())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }
}
