package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.bootstrap.InProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk is full in the middle of a conversation. */
@Timeout(60)
class FullDiskTest {
    private static final int MAX_MESSAGES = 5_000;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void senders_are_told_to_wait_readers_read_on_and_space_heals_it() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString()),
                "only root can make a small file system");
        try (InProcess server = InProcess.start(RunningServer.settings(disk, Map.of()), disk)) {
            converse(Api.to(server.port()), disk);
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static void converse(Api api, Path disk) throws IOException {
        Person ann = Person.signUp(api, "ann");
        Person bob = Person.signUp(api, "bob");
        List<String> acknowledged = new ArrayList<>();
        try (TestSocket listener = bob.listening();
                TestSocket socket = ann.listening()) {
            acknowledged.add(send(ann, 0).expect(201).json().path("client_id").asText());
            Path ballast = disk.resolve("ballast");
            fill(ballast);
            int refused = sendUntilRefused(ann, acknowledged);

            socket.demandRefusal(
                    Json.frame("send", "room", 1, "content", "by socket", "client_id", "s"), "store_unavailable");
            send(ann, refused).expectRefusal(503, "store_unavailable");
            api.get("/health/ready").expect(503);
            api.get("/health").expect(200);
            assertThat(Change.history(bob.api()))
                    .extracting(Change::clientId)
                    .startsWith(acknowledged.toArray(String[]::new));
            bob.api().get("/api/v1/me").expect(200);

            Files.delete(ballast);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> api.get("/health/ready").status() == 200);
            assertThat(send(ann, refused).status()).isIn(200, 201);
            socket.demand(Json.frame("send", "room", 1, "content", "by socket", "client_id", "s"));
            List<Change> log = Change.history(bob.api());
            acknowledged.add("m" + refused);
            assertThat(log)
                    .extracting(Change::clientId)
                    .doesNotHaveDuplicates()
                    .containsAll(acknowledged)
                    .contains("s");
            List<Change> heard = new ArrayList<>();
            log.forEach(change -> heard.add(Change.of(listener.await("message").path("message"))));
            assertThat(heard).isEqualTo(log);
        }
    }

    /** Returns the number of the message that was refused. */
    private static int sendUntilRefused(Person ann, List<String> acknowledged) {
        for (int i = 1; i < MAX_MESSAGES; i++) {
            Answer answer = send(ann, i);
            if (answer.status() == 503) {
                answer.expectRefusal(503, "store_unavailable");
                return i;
            }
            acknowledged.add(answer.expect(201).json().path("client_id").asText());
        }
        throw new AssertionError("the disk is not small");
    }

    private static Answer send(Person person, int number) {
        return person.api().post(Person.MESSAGES, Json.object("content", "😀".repeat(1000), "client_id", "m" + number));
    }

    /** Takes the last byte of the file system. */
    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[512]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // There is no such program.
        }
    }
}
