package dev.parley.bootstrap.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractWitnessTest {
    private static final String JSON = "application/json";
    private static final String REFUSAL = "{\"error\":\"There is no such room.\",\"code\":\"%s\",\"request_id\":\"1\"}";

    private final ContractWitness witness = new ContractWitness();

    @Test
    void answers_as_they_are_described_pass() {
        assertThatCode(() -> {
                    answer("GET", "/health", 200, JSON, "{\"status\":\"ok\"}");
                    answer("PUT", "/api/v1/rooms/1/read?x=y", 200, JSON, "{\"seq\":17}");
                    answer("GET", "/api/v1/openapi.yaml", 200, "application/yaml", "{info: {}, components: {}}");
                    answer("POST", "/api/v1/auth/logout", 204, null, "");
                    answer("HEAD", "/health", 200, JSON, "");
                    answer("OPTIONS", "/messages", 204, null, "");
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET  | /health                       | 200 | {"status":"fine"}
                    GET  | /health                       | 200 | {"status":"ok","since":1}
                    GET  | /health                       | 200 | {}
                    GET  | /health                       | 202 | {"status":"ok"}
                    GET  | /messages                     | 200 | [{"author":"ann","content":"x"}]
                    GET  | /messages                     | 200 | [{"author":"ann","content":"x","timestamp":"now"}]
                    GET  | /nowhere                      | 200 | {}
                    POST | /api/v1/auth/logout           | 204 | {}
                    POST | /api/v1/ws-tickets            | 201 | {"ticket":"x","expires_in":30}
                    """)
    void answers_that_drift_are_seen(String method, String target, int status, String body) {
        assertThatThrownBy(() -> answer(method, target, status, JSON, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("drift");
    }

    @Test
    void an_answer_of_another_type_is_seen() {
        assertThatThrownBy(() -> answer("GET", "/health", 200, "text/html", "<p>ok</p>"))
                .hasMessageContaining("the content type is not documented");
    }

    @Test
    void refusals_as_they_are_described_pass() {
        assertThatCode(() -> {
                    refusal("GET", "/api/v1/rooms/9/messages", 404, "room_not_found");
                    refusal("GET", "/health", 403, "origin_not_allowed");
                    refusal("GET", "/nowhere", 404, "not_found");
                    refusal("POST", "/health", 405, "method_not_allowed");
                    refusal("GARBAGE", "*", 400, "bad_request");
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/rooms/9/messages, 404, message_not_found",
        "GET, /api/v1/rooms/9/messages, 404, invented",
        "GET, /api/v1/rooms/9/messages, 400, room_not_found",
        "GET, /health, 429, rate_limited",
        "GET, /nowhere, 404, room_not_found",
        "GET, /nowhere, 405, method_not_allowed",
        "POST, /health, 404, not_found",
    })
    void refusals_that_drift_are_seen(String method, String target, int status, String code) {
        assertThatThrownBy(() -> refusal(method, target, status, code)).isInstanceOf(AssertionError.class);
    }

    @Test
    void frames_as_they_are_described_pass() {
        assertThatCode(() -> {
                    witness.receivedFrame("{\"type\":\"pong\"}");
                    witness.receivedFrame("{\"type\":\"ok\",\"ref\":\"a\",\"seq\":0}");
                    witness.sentFrame("{\"type\":\"typing\",\"room\":\"1\",\"whatever\":null}");
                    witness.closed(4408);
                    witness.closed(1006);
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "pong",
                "{\"type\":\"gone\",\"room\":1}",
                "{\"type\":\"pong\",\"ref\":\"a\"}",
                "{\"type\":\"ok\",\"seq\":1,\"expires_in\":1}",
                "{\"type\":\"read\",\"room\":1,\"user\":\"7\",\"seq\":1}",
                "{\"type\":\"error\",\"code\":\"invented\",\"error\":\"No.\",\"retryable\":false}",
            })
    void frames_that_drift_are_seen(String frame) {
        assertThatThrownBy(() -> witness.receivedFrame(frame)).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_close_without_meaning_is_seen() {
        assertThatThrownBy(() -> witness.closed(4999)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> witness.closed(1011)).isInstanceOf(AssertionError.class);
    }

    private void refusal(String method, String target, int status, String code) {
        answer(method, target, status, JSON, REFUSAL.formatted(code));
    }

    private void answer(String method, String target, int status, @Nullable String contentType, String body) {
        witness.answer(method, target, status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
}
