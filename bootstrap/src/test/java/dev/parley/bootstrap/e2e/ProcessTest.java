package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.mail.OddMailServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The server as a process: how it starts, refuses to start, tells what it does, and leaves. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ProcessTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void a_stop_says_bye_closes_with_1012_and_keeps_everything() {
        Map<String, String> settings = RunningServer.settings(directory, Map.of("LOG_FORMAT", "json"));
        Person ann;
        try (ServerProcess server = ServerProcess.start(directory, settings)) {
            ann = Person.signUp(Api.to(server.awaitPort()), "ann");
            try (TestSocket socket = ann.listening()) {
                JsonNode said = ann.say("before then");
                assertThat(socket.await("message").path("message")).isEqualTo(said);
                server.terminate();
                assertThat(socket.await("bye").path("retry_after_ms").longValue())
                        .isPositive();
                assertThat(socket.awaitClose()).isEqualTo(1012);
            }
            assertThat(server.awaitExit()).isEqualTo(128 + 15);
            expectJsonLines(server.output());
        }
        try (ServerProcess server = ServerProcess.start(directory, settings)) {
            Api again = Api.to(server.awaitPort()).as(ann.accessToken());
            assertThat(Change.history(again)).extracting(Change::content).containsExactly("before then");
        }
    }

    private static void expectJsonLines(String output) {
        List<JsonNode> lines = output.lines().map(Json::parse).toList();
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.path("time").asText())
                        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        assertThat(lines)
                .extracting(line -> line.path("level").asText())
                .isNotEmpty()
                .containsOnly("INFO");
        assertThat(lines)
                .extracting(line -> line.path("message").asText())
                .anyMatch(message -> message.contains("listens on port"))
                .contains("Parley has stopped");
    }

    @Test
    void what_its_libraries_say_is_in_the_form_of_its_log_or_not_at_all() {
        try (OddMailServer mail = OddMailServer.with("8BITMIME")) {
            Map<String, String> settings = RunningServer.settings(
                    directory,
                    Map.of(
                            "LOG_FORMAT", "json",
                            "EMAIL_HOST", "localhost",
                            "EMAIL_PORT", Integer.toString(mail.port()),
                            "EMAIL_SECURITY", "none",
                            "EMAIL_FROM", "parley@example.org"));
            try (ServerProcess server = ServerProcess.start(directory, settings)) {
                Api api = Api.to(server.awaitPort());
                JsonNode address = Json.object("email", "grüße@example.org", "password", Person.PASSWORD);
                api.post("/api/v1/auth/signup", address).expect(201);
                api.post("/api/v1/auth/otp", address)
                        .expect(202); // The mail library complains of such addresses by itself.
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> server.output().contains("there is no SMTPUTF8"));
                server.terminate();
                int unused = server.awaitExit();
                assertThat(server.output().lines().map(Json::parse))
                        .allSatisfy(
                                line -> assertThat(line.path("logger").asText()).startsWith("dev.parley."));
            }
        }
    }

    @Test
    void a_second_server_on_the_same_data_refuses_and_says_why_and_the_first_goes_on() {
        Map<String, String> settings = RunningServer.settings(directory, Map.of());
        try (ServerProcess first = ServerProcess.start(directory, settings)) {
            Api api = Api.to(first.awaitPort());
            try (ServerProcess second = ServerProcess.start(directory, settings)) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.output().lines())
                        .singleElement()
                        .asString()
                        .contains(directory.resolve("data").toString())
                        .contains("process " + first.pid())
                        .contains("DATA_DIR");
            }
            Person.signUp(api, "ann").say("still here");
            first.kill();
        }
        try (ServerProcess third = ServerProcess.start(directory, settings)) {
            third.awaitPort();
        }
    }

    @Test
    void every_problem_of_the_settings_is_reported_at_once() {
        Map<String, String> settings = RunningServer.settings(
                directory, Map.of("JWT_SECRET", "x".repeat(31), "PORT", "http", "MONGODB_URI", "localhost"));
        try (ServerProcess server = ServerProcess.start(directory, settings)) {
            assertThat(server.awaitExit()).isEqualTo(2);
            assertThat(server.output().lines()).hasSize(3);
            assertThat(server.output())
                    .contains("JWT_SECRET", "32 bytes", "PORT", "http", "MONGODB_URI")
                    .doesNotContain("xxx", "Exception");
        }
    }

    @Test
    void help_is_the_table_of_settings() {
        try (ServerProcess server = ServerProcess.start(directory, Map.of(), "--help")) {
            assertThat(server.awaitExit()).isZero();
            assertThat(server.output()).contains("PORT", "JWT_SECRET", "DATA_DIR", "MONGODB_URI", "TRUSTED_PROXIES");
        }
    }

    @Test
    void a_port_that_is_taken_stops_the_start() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            Map<String, String> settings = RunningServer.settings(
                    directory, Map.of("PORT", Integer.toString(taken.getLocalPort()), "HOST", "127.0.0.1"));
            try (ServerProcess server = ServerProcess.start(directory, settings)) {
                assertThat(server.awaitExit()).isEqualTo(1);
                assertThat(server.output())
                        .contains(Integer.toString(taken.getLocalPort()))
                        .doesNotContain("\tat ");
            }
        }
    }

    @Test
    void a_database_that_is_away_stops_the_start_and_is_named_without_its_password() {
        Map<String, String> settings =
                RunningServer.settings(directory, Map.of("MONGODB_URI", "mongodb://user:hush@localhost:1"));
        try (ServerProcess server = ServerProcess.start(directory, settings)) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.output()).contains("localhost:1").doesNotContain("hush", "\tat ");
        }
    }

    @Test
    void a_refusal_is_logged_with_the_request_id_that_its_client_was_told() {
        try (ServerProcess server = ServerProcess.start(
                directory, RunningServer.settings(directory, Map.of("LOG_FORMAT", "json", "LOG_LEVEL", "debug")))) {
            Api api = Api.to(server.awaitPort()).with("X-Request-Id", "my-request-1");
            Answer answer = api.get("/api/v1/me").expectRefusal(401, "unauthenticated");
            assertThat(answer.header("x-request-id")).isEqualTo("my-request-1");
            await().until(() -> server.output()
                    .lines()
                    .map(Json::parse)
                    .anyMatch(line -> line.path("request_id").asText().equals("my-request-1")));
        }
    }

    @Test
    void health_is_told_to_everybody() {
        try (ServerProcess server = ServerProcess.start(directory, RunningServer.settings(directory, Map.of()))) {
            Api api = Api.to(server.awaitPort());
            assertThat(api.get("/health").expect(200).json()).isEqualTo(Json.object("status", "ok"));
            assertThat(api.get("/health/ready").expect(200).json())
                    .isEqualTo(Json.object(
                            "status", "ok", "components", Json.object("store", Json.object("status", "ok"))));
        }
    }
}
