package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Is what came back for a request. */
final class Answer {
    private final String request;
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    /** @param headers by names in lower case */
    Answer(String request, int status, Map<String, List<String>> headers, byte[] body) {
        this.request = request;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    /** The header's first value, if it is there. */
    @Nullable
    String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    /** All headers, by names in lower case. */
    Map<String, List<String>> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        return Json.parse(body);
    }

    /** Demands the status. */
    Answer expect(int expected) {
        assertThat(status).as("%s: %s", request, text()).isEqualTo(expected);
        return this;
    }

    /** Demands a refusal as the contract has it: status, code, a sentence for people, the request's name. */
    Answer expectRefusal(int expected, String code) {
        expect(expected);
        assertThat(header("content-type")).as(request).isEqualTo("application/json");
        JsonNode refusal = json();
        assertThat(refusal.path("code").textValue())
                .as("%s: %s", request, text())
                .isEqualTo(code);
        assertThat(refusal.path("error").asText()).as(request).endsWith(".");
        assertThat(refusal.path("request_id").asText()).as(request).isNotEmpty().isEqualTo(header("x-request-id"));
        if (expected == 429 || expected == 503) {
            assertThat(header("retry-after")).as(request).matches("[1-9][0-9]*");
        }
        return this;
    }

    @Override
    public String toString() {
        return request + ": " + status + " " + headers + " " + text();
    }
}
