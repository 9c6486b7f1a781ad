package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are wrong: what can be told is told and costs an error, what breaks the protocol costs the socket. */
class BadFrameTest extends OnSqlite {
    private static final int LIMIT = 65_536;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | malformed_json",
                "x | malformed_json",
                "[] | malformed_json",
                "7 | malformed_json",
                "{\"type\":\"ping\"} x | malformed_json",
                "{\"type\":\"ping\",\"type\":\"ping\"} | malformed_json",
                "{} | invalid_field",
                "{\"type\":7} | invalid_field",
                "{\"type\":null} | invalid_field",
                "{\"type\":\"dance\"} | unknown_frame",
                "{\"type\":\"PING\"} | unknown_frame",
                "{\"type\":\"hello\"} | unknown_frame",
                "{\"type\":\"ping\",\"ref\":7} | invalid_field",
                "{\"type\":\"send\"} | invalid_field",
                "{\"type\":\"send\",\"room\":1} | invalid_field",
                "{\"type\":\"send\",\"room\":[1],\"content\":\"x\"} | invalid_field",
                "{\"type\":\"send\",\"room\":1,\"content\":7} | invalid_field",
                "{\"type\":\"send\",\"room\":1,\"content\":\"x\",\"client_id\":7} | invalid_field",
                "{\"type\":\"send\",\"room\":0,\"content\":\"x\"} | invalid_field",
                "{\"type\":\"send\",\"room\":\"x\",\"content\":\"x\"} | invalid_field",
                "{\"type\":\"send\",\"room\":1,\"content\":\" \"} | invalid_content",
                "{\"type\":\"edit\",\"room\":1,\"content\":\"x\"} | invalid_field",
                "{\"type\":\"edit\",\"room\":1,\"seq\":-1,\"content\":\"x\"} | invalid_field",
                "{\"type\":\"delete\",\"room\":1,\"seq\":9223372036854775808} | invalid_field",
                "{\"type\":\"read\",\"room\":1} | invalid_field",
                "{\"type\":\"typing\"} | invalid_field",
                "{\"type\":\"resume\"} | invalid_field",
                "{\"type\":\"resume\",\"cursors\":[]} | invalid_field",
                "{\"type\":\"resume\",\"cursors\":{\"x\":1}} | invalid_field",
                "{\"type\":\"resume\",\"cursors\":{\"1\":-1}} | invalid_field",
                "{\"type\":\"resume\",\"cursors\":{\"1\":{}}} | invalid_field",
                "{\"type\":\"watch\"} | invalid_field",
                "{\"type\":\"watch\",\"users\":7} | invalid_field",
                "{\"type\":\"watch\",\"users\":[\"x\"]} | invalid_field",
                "{\"type\":\"watch\",\"users\":[0]} | invalid_field",
                "{\"type\":\"refresh\"} | invalid_field",
                "{\"type\":\"refresh\",\"token\":\"x\"} | invalid_token"
            })
    void a_bad_frame_costs_an_error_and_not_the_socket(String text, String code) {
        try (TestSocket socket =
                person("f" + Integer.toHexString(text.hashCode())).listening()) {
            socket.sendText(text);
            JsonNode error = socket.await("error");
            assertThat(error.path("code").asText()).as("%s", error).isEqualTo(code);
            assertThat(error.path("error").asText()).endsWith(".");
            assertThat(error.path("retryable").isBoolean()).isTrue();
            assertThat(socket.unread()).isEmpty();
        }
    }

    @Test
    void a_ref_has_64_characters_at_most_and_comes_back_with_an_error() {
        try (TestSocket socket = person("refs").listening()) {
            String ref = "r".repeat(64);
            socket.sendText(Json.frame("dance", "ref", ref).toString());
            assertThat(socket.await("error").path("ref").asText()).isEqualTo(ref);
            socket.sendText(Json.frame("dance", "ref", ref + "r").toString());
            JsonNode error = socket.await("error");
            assertThat(error.path("code").asText()).isEqualTo("invalid_field");
            assertThat(error.has("ref")).isFalse();
        }
    }

    /** RFC 6455 §5.5.2: libraries hang up on a server that does not answer. */
    @Test
    void a_ping_is_answered_with_what_it_carries() {
        try (TestSocket socket = person("pinger").listening();
                TestSocket stranger =
                        TestSocket.to(port()).protocols("parley.v1").open()) {
            socket.sendFrame(RawSocket.PING, true, "beat".getBytes(StandardCharsets.UTF_8));
            socket.sendFrame(RawSocket.PING, true, new byte[0]);
            assertThat(socket.unread()).isEmpty();
            assertThat(socket.pongs()).containsExactly("beat", "");
            stranger.sendFrame(RawSocket.PING, true, new byte[] {'x'});
            stranger.sendText("{}");
            stranger.awaitClose();
            assertThat(stranger.pongs()).containsExactly("x");
        }
    }

    @Test
    void deep_json_costs_an_error() {
        try (TestSocket socket = person("deep").listening()) {
            socket.sendText("{\"type\":\"ping\",\"x\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}");
            assertThat(socket.await("error").path("code").asText()).isEqualTo("malformed_json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c0af", "eda080", "f4908080", "ff", "c3"})
    void bad_utf8_closes_with_1007(String hex) {
        try (TestSocket socket = person("bad" + hex).listening()) {
            socket.sendFrame(RawSocket.TEXT, true, HexFormat.of().parseHex("7b22" + hex));
            assertThat(socket.awaitClose()).isEqualTo(1007);
        }
    }

    @Test
    void a_frame_of_64_kib_is_read_and_a_larger_one_closes_with_1009() {
        try (TestSocket socket = person("large-frame").listening()) {
            socket.sendText(sized(LIMIT));
            socket.await("pong");
            socket.sendText(sized(LIMIT + 1));
            assertThat(socket.awaitClose()).isEqualTo(1009);
        }
    }

    @Test
    void fragments_count_together() {
        byte[] fits = sized(LIMIT).getBytes(StandardCharsets.UTF_8);
        try (TestSocket socket = person("fragments").listening()) {
            fragmented(socket, fits, true);
            socket.await("pong");
            fragmented(socket, fits, false);
            socket.sendFrame(RawSocket.CONTINUATION, true, new byte[] {' '});
            assertThat(socket.awaitClose()).isEqualTo(1009);
        }
    }

    /** In four fragments with a ping between them (RFC 6455 §5.4). */
    private static void fragmented(TestSocket socket, byte[] whole, boolean finished) {
        int quarter = whole.length / 4;
        for (int i = 0; i < 4; i++) {
            byte[] part = Arrays.copyOfRange(whole, i * quarter, i == 3 ? whole.length : (i + 1) * quarter);
            socket.sendFrame(i == 0 ? RawSocket.TEXT : RawSocket.CONTINUATION, finished && i == 3, part);
            socket.sendFrame(RawSocket.PING, true, new byte[] {1});
        }
    }

    private static String sized(int bytes) {
        String frame = "{\"type\":\"ping\",\"x\":\"\"}";
        return frame.replace("\"\"}", "\"" + "y".repeat(bytes - frame.length()) + "\"}");
    }

    @Test
    void a_binary_frame_is_another_protocol() {
        try (TestSocket socket = person("binary").listening()) {
            socket.sendFrame(RawSocket.BINARY, true, "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.awaitClose()).isEqualTo(4400);
        }
    }

    @Test
    void what_breaks_the_framing_closes_with_1002() {
        try (TestSocket socket = person("framing").listening()) {
            socket.sendFrame(RawSocket.CONTINUATION, true, new byte[] {' '});
            assertThat(socket.awaitClose()).isEqualTo(1002);
        }
        try (TestSocket socket = person("opcode").listening()) {
            socket.sendFrame(3, true, new byte[] {' '});
            assertThat(socket.awaitClose()).isEqualTo(1002);
        }
    }

    @Test
    void more_people_than_two_hundred_cannot_be_watched() {
        try (TestSocket socket = person("starer").listening()) {
            String many =
                    LongStream.rangeClosed(1, 201).mapToObj(Long::toString).collect(Collectors.joining(","));
            socket.sendText("{\"type\":\"watch\",\"users\":[" + many + "]}");

            assertThat(socket.await("error").path("code").asText()).isEqualTo("invalid_field");
        }
    }
}
