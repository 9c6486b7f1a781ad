package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Kills the server in the middle of everything, again and again: what was acknowledged is there, once, in order. */
@Timeout(240)
@Execution(ExecutionMode.CONCURRENT)
class CrashTest {
    private static final int KILLS = 10;
    /** How many messages may be acknowledged between two kills, and how long that may take. */
    private static final int MAX_MESSAGES = 60;

    private static final Duration MAX_LIFE = Duration.ofMillis(1_500);

    @TempDir
    private Path directory = Path.of("");

    private volatile CompletableFuture<Integer> port = new CompletableFuture<>();

    @Test
    void nothing_acknowledged_is_lost_doubled_or_moved_on_sqlite() {
        crash(StoreKind.SQLITE);
    }

    @Test
    void nothing_acknowledged_is_lost_doubled_or_moved_on_mongodb() {
        crash(StoreKind.MONGODB);
    }

    @Test
    void nothing_acknowledged_is_lost_doubled_or_moved_on_postgresql() {
        crash(StoreKind.POSTGRES);
    }

    private void crash(StoreKind kind) {
        try (TestStore store = TestStore.open(kind)) {
            crash(RunningServer.settings(directory, store.settings()));
        }
    }

    private void crash(Map<String, String> settings) {
        long seed = System.nanoTime();
        System.out.println("Crash test with seed " + seed);
        Random random = new Random(seed);
        ServerProcess server = start(settings);
        try (Crowd crowd = new Crowd(8, 3, 3, this::port, seed)) {
            for (int i = 0; i < KILLS; i++) {
                if (i % 3 == 0) { // Else it may be killed before anybody has come back.
                    int resumed = 1 + i / 3;
                    await().atMost(Duration.ofSeconds(20))
                            .until(() -> crowd.readers().stream().allMatch(reader -> reader.resumed() >= resumed));
                }
                live(crowd, random.nextInt(MAX_MESSAGES));
                port = new CompletableFuture<>();
                server.kill();
                server = start(settings);
                crowd.expectWell();
            }
            crowd.finish(
                    Api.to(port()).as(Person.signUp(Api.to(port()), "auditor").accessToken()), 20);
            assertThat(crowd.acknowledged()).as("messages, seed %s", seed).isGreaterThan(100);
            assertThat(crowd.readers())
                    .allSatisfy(reader -> assertThat(reader.resumed()).isGreaterThan(2));
        } finally {
            server.close();
        }
    }

    private ServerProcess start(Map<String, String> settings) {
        ServerProcess server = ServerProcess.start(directory, settings);
        port.complete(server.awaitPort());
        return server;
    }

    /** Where the server is; while it is down, where it will be. */
    private int port() {
        return port.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** The next moment to kill at: after so many more messages, or when that takes long. */
    private static void live(Crowd crowd, int messages) {
        int goal = crowd.acknowledged() + messages;
        long end = System.nanoTime() + MAX_LIFE.toNanos();
        while (crowd.acknowledged() < goal && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
