package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.InProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that do not come to their end leave nothing behind, and hold nobody up. */
@Timeout(120)
class UploadLeftoversTest {
    private static final byte[] BODY =
            Form.file("some.bin", new byte[3_000_000]).whole();

    @TempDir
    private Path directory = Path.of("");

    private static List<Path> files(Path uploads) {
        try (Stream<Path> all = Files.walk(uploads)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path uploads(Path directory) {
        return directory.resolve("data").resolve("uploads");
    }

    private static byte[] head(Person person, int length) {
        return ("POST /api/v1/rooms/1/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + person.accessToken() + "\r\nContent-Type: " + Form.TYPE + "\r\nContent-Length: " + length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Asks whether to send the body, as curl does. */
    private static byte[] asking(Person person, String room) {
        String head = new String(head(person, BODY.length), StandardCharsets.US_ASCII);
        return head.replace("rooms/1/", "rooms/" + room + "/")
                .replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins an upload and sends half of it. */
    private static RawHttp begun(Person person) throws IOException {
        RawHttp http = new RawHttp(person.api().port());
        http.send(head(person, BODY.length));
        http.send(Arrays.copyOf(BODY, BODY.length / 2));
        return http;
    }

    @Test
    void bodies_that_are_cut_off_refused_or_too_large_leave_nothing() throws Exception {
        try (RunningServer server =
                RunningServer.start(StoreKind.SQLITE, directory, Map.of("MAX_UPLOAD_SIZE", "4000000"))) {
            Path uploads = uploads(directory);
            Person ann = server.person("ann");
            List<RawHttp> many = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                many.add(begun(ann));
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> files(uploads).size() == 20);
            ann.say("messages go on");
            for (RawHttp http : many) {
                http.close();
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> files(uploads).isEmpty());

            Form.send(ann.api(), "1", Form.file("a", new byte[4_000_001]).whole())
                    .expectRefusal(413, "payload_too_large");
            Form.send(ann.api(), "1", Form.file("a", new byte[3_000_000]).cutOff())
                    .expectRefusal(400, "invalid_upload");
            Form.send(
                            ann.api(),
                            "1",
                            Form.file("a", new byte[1_000_000])
                                    .with("file", "b", new byte[1_000_000])
                                    .whole())
                    .expectRefusal(400, "invalid_upload");
            assertThat(files(uploads)).isEmpty();

            try (RawHttp http = new RawHttp(server.port())) {
                http.send(head(ann, 500_000_000));
                http.answer("POST /api/v1/rooms/1/files HTTP/1.1").expectRefusal(413, "payload_too_large");
            }
            try (RawHttp http = new RawHttp(server.port())) {
                http.send(asking(ann, "4711"));
                http.answer("POST /api/v1/rooms/4711/files HTTP/1.1").expectRefusal(404, "room_not_found");
            }
            assertThat(files(uploads)).isEmpty();
            try (RawHttp http = new RawHttp(server.port())) {
                http.send(asking(ann, "1"));
                http.answer("continue").expect(100);
                http.send(BODY);
                http.answer("POST /api/v1/rooms/1/files HTTP/1.1").expect(201);
            }
            Form.upload(ann, "1", "a.png", Pictures.png(20, 20)).expect(201);
            assertThat(files(uploads)).hasSize(3);
        }
    }

    @Test
    void what_a_killed_server_has_begun_is_gone_when_it_is_back() throws Exception {
        Path data = Files.createDirectories(directory.resolve("killed"));
        Map<String, String> settings = RunningServer.settings(data, Map.of());
        try (ServerProcess server = ServerProcess.start(data, settings)) {
            Api api = Api.to(server.awaitPort());
            Person ann = Person.signUp(api, "ann");
            Form.upload(ann, "1", "whole.bin", new byte[100]).expect(201);
            List<RawHttp> begun = List.of(begun(ann), begun(ann));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> files(uploads(data)).size() == 3);
            server.kill();
            for (RawHttp http : begun) {
                http.close();
            }
        }
        assertThat(files(uploads(data))).hasSize(3);
        try (ServerProcess server = ServerProcess.start(data, settings)) {
            server.awaitPort();
            assertThat(files(uploads(data))).hasSize(1);
        }
    }

    @Test
    void a_full_disk_takes_no_files_and_goes_on_with_messages() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=56m", "tmpfs", disk.toString()),
                "only root can make a small file system");
        try (InProcess server = InProcess.start(RunningServer.settings(disk, Map.of()), disk)) {
            Person ann = Person.signUp(Api.to(server.port()), "ann");
            List<JsonNode> kept = new ArrayList<>();
            Answer answer = Form.upload(ann, "1", "a", new byte[5_000_000]);
            for (int i = 0; i < 10 && answer.status() == 201; i++) {
                kept.add(answer.json());
                answer = Form.upload(ann, "1", "a", new byte[5_000_000]);
            }
            answer.expectRefusal(507, "storage_full");
            assertThat(kept).hasSizeBetween(2, 4);
            assertThat(files(uploads(disk))).hasSameSizeAs(kept);
            for (int i = 0; i < 50; i++) {
                ann.say("😀".repeat(1_000));
            }
            for (JsonNode file : kept) {
                assertThat(ann.api().get(file.path("url").asText()).expect(200).body())
                        .hasSize(5_000_000);
            }
            Form.upload(ann, "1", "small", new byte[100_000]).expect(201);
            Path rest = fill(disk);
            Form.upload(ann, "1", "a", new byte[100]).expectRefusal(507, "storage_full");
            Files.delete(rest);
            Form.upload(ann, "1", "a", new byte[100]).expect(201);
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    /** Writes a file until there is no place left at all. */
    private static Path fill(Path disk) throws IOException {
        Path rest = disk.resolve("rest");
        try (OutputStream out = Files.newOutputStream(rest)) {
            byte[] page = new byte[4_096];
            while (disk.toFile().getUsableSpace() > 0) {
                out.write(page);
            }
        }
        return rest;
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
