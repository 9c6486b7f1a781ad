package dev.parley.testkit.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.testkit.program.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The process in which {@code native-user.js} runs: each command is answered once, and events come in between, in the
 * order in which Tinode's client reports them.
 *
 * <p>Safe for any thread. Events are handed on by a thread of its own, before an answer that was given later.
 */
final class NativeClient implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String SCRIPT = "native-user.js";
    /** How much longer than the script itself an answer is waited for. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final int LOG_SHOWN = 3_000;

    private final Path home;
    private final Process process;
    private final Writer commands;
    private final Consumer<JsonNode> events;
    private final Map<Long, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();

    private NativeClient(Path modules, Consumer<JsonNode> events) throws IOException {
        this.events = events;
        home = Files.createTempDirectory("parley-native-user");
        try (InputStream script = Objects.requireNonNull(NativeClient.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            Files.copy(script, home.resolve(SCRIPT));
        }
        ProcessBuilder builder =
                new ProcessBuilder("node", SCRIPT).directory(home.toFile()).redirectError(log().toFile());
        builder.environment().put("NODE_PATH", modules.toString());
        process = builder.start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "native-user-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static NativeClient start(Consumer<JsonNode> events) {
        try {
            return new NativeClient(Programs.tinodeSdk(), events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Has it done.
     *
     * @throws NativeRefusal if the client or the server refuses, or nothing comes within the patience
     */
    JsonNode ask(String command, ObjectNode arguments, Duration patience) {
        long id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        try {
            write(arguments.deepCopy().put("id", id).put("do", command).put("patience", patience.toMillis()));
            JsonNode said = answer.get(patience.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
            if (said.has("error")) {
                throw new NativeRefusal(
                        said.path("code").asInt(),
                        command + ": " + said.path("error").asText());
            }
            return said.path("ok");
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(command + " is not answered; the client said: " + said(), e);
        } catch (IOException e) {
            throw new IllegalStateException("the client has ended; it said: " + said(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            asked.remove(id);
        }
    }

    private synchronized void write(ObjectNode command) throws IOException {
        commands.write(JSON.writeValueAsString(command));
        commands.write('\n');
        commands.flush();
    }

    private void read() {
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                JsonNode said = JSON.readTree(line);
                CompletableFuture<JsonNode> waiting = asked.get(said.path("id").asLong());
                if (said.has("event")) {
                    events.accept(said);
                } else if (waiting != null) {
                    waiting.complete(said);
                }
            }
            endAll(new IllegalStateException("the client has ended"));
        } catch (IOException | RuntimeException e) {
            endAll(e);
        }
    }

    private void endAll(Exception why) {
        asked.values().forEach(waiting -> waiting.completeExceptionally(why));
    }

    private Path log() {
        return home.resolve("log");
    }

    /** The end of its log. */
    String said() {
        try {
            String text = Files.readString(log());
            return text.substring(Math.max(0, text.length() - LOG_SHOWN));
        } catch (IOException e) {
            return "nothing: " + e;
        }
    }

    /** It ends when nothing can be said to it any more. */
    @Override
    public void close() {
        try {
            commands.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(log());
            Files.deleteIfExists(home.resolve(SCRIPT));
            Files.deleteIfExists(home);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
