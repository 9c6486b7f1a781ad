package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong before anybody looks at their body. */
class BadRequestTest extends OnSqlite {
    @ParameterizedTest
    @CsvSource({
        "limit=0, invalid_page",
        "limit=201, invalid_page",
        "limit=-1, invalid_page",
        "limit=abc, invalid_page",
        "limit=, invalid_page",
        "limit=1.5, invalid_page",
        "limit=99999999999999999999, invalid_page",
        "before=-1, invalid_page",
        "after=x, invalid_page",
        "around=9223372036854775808, invalid_page",
        "after=1&before=5, invalid_page",
        "after=%00, invalid_page"
    })
    void a_page_that_cannot_be_is_refused(String query, String code) {
        Person ann = person("page" + Integer.toHexString(query.hashCode()));
        ann.api().get(MESSAGES + "?" + query).expectRefusal(400, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"since=-1", "since=x", "since=9223372036854775808", "limit=0", "limit=201"})
    void a_cursor_that_cannot_be_is_refused(String query) {
        Person ann = person("since" + Integer.toHexString(query.hashCode()));
        ann.api().get("/api/v1/rooms/1/changes?" + query).expectRefusal(400, "invalid_page");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/rooms/999/messages, 404, room_not_found",
        "GET, /api/v1/rooms/999/changes, 404, room_not_found",
        "GET, /api/v1/rooms/abc/messages, 400, invalid_field",
        "GET, /api/v1/rooms/0/messages, 400, invalid_field",
        "GET, /api/v1/rooms/-1/messages, 400, invalid_field",
        "GET, /api/v1/rooms/9007199254740992/messages, 400, invalid_field",
        "GET, /api/v1/rooms/99999999999999999999/messages, 400, invalid_field",
        "DELETE, /api/v1/rooms/1/messages/999999, 404, message_not_found",
        "DELETE, /api/v1/rooms/1/messages/abc, 400, invalid_field",
        "DELETE, /api/v1/rooms/1/messages/-1, 400, invalid_field",
        "DELETE, /api/v1/rooms/1/messages/9223372036854775808, 400, invalid_field",
        "GET, /api/v1/nothing, 404, not_found",
        "GET, /, 404, not_found",
        "GET, /api/v1/rooms/1/messages/1/reactions/x/y, 404, not_found"
    })
    void what_is_not_there_is_not_found(String method, String path, int status, String code) {
        Person ann = person("p" + Integer.toHexString((method + path).hashCode()));
        ann.api().send(method, path, BodyPublishers.noBody()).expectRefusal(status, code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/api/v1/../../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/api/v1/rooms/..%2f..%2fetc/messages",
                "/..;/etc/passwd",
                "//etc/passwd",
                "/api/v1/openapi.yaml%00",
                "/%c0%ae%c0%ae/",
                "/\\..\\windows"
            })
    void a_path_leads_nowhere_else(String path) throws IOException {
        Answer answer = RawHttp.exchange(port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer.status()).as(answer.toString()).isIn(400, 401, 404);
        answer.expectRefusal(answer.status(), answer.json().path("code").asText());
        assertThat(answer.text()).doesNotContain("root:");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /signup, POST",
        "DELETE, /messages, GET",
        "PUT, /api/v1/rooms/1/messages, GET POST",
        "GET, /api/v1/rooms/1/read, PUT",
        "GET, /api/v1/rooms/1/messages/1, PATCH DELETE",
        "POST, /health, GET",
        "PUT, /api/v1/me, GET PATCH",
        "GET, /api/v1/auth/login, POST",
        "GET, /auth/login, POST",
        "DELETE, /groups, GET POST",
        "GET, /groups/join, POST"
    })
    void a_wrong_method_is_told_the_right_ones(String method, String path, String allowed) {
        Answer answer = person("m" + Integer.toHexString((method + path).hashCode()))
                .api()
                .send(method, path, BodyPublishers.noBody())
                .expectRefusal(405, "method_not_allowed");
        assertThat(String.valueOf(answer.header("allow")).split(", *", -1)).contains(allowed.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "BREW"})
    void a_method_that_nobody_has_is_refused(String method) throws IOException {
        Answer answer = RawHttp.exchange(port(), method + " /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer.status()).as(answer.toString()).isIn(400, 404, 405);
        answer.expectRefusal(answer.status(), answer.json().path("code").asText());
    }

    @Test
    void head_is_get_without_a_body_and_options_has_none_either() throws IOException {
        Answer head = RawHttp.exchange(port(), "HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(head.status()).as(head.toString()).isIn(200, 405);
        Answer options = RawHttp.exchange(port(), "OPTIONS /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        options.expect(204);
    }

    @Test
    void a_method_in_a_header_is_no_method() {
        Person ann = person("override");
        String path = MESSAGES + "/" + ann.say("stays").path("seq").asLong();
        ann.api()
                .with("X-HTTP-Method-Override", "DELETE")
                .post(path, Json.object())
                .expectRefusal(405, "method_not_allowed");
    }

    @Test
    void headers_that_are_too_large_are_refused() throws IOException {
        api().with("X-Large", "x".repeat(20_000)).get("/health").expectRefusal(431, "headers_too_large");
        Answer answer = RawHttp.exchange(
                port(), "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        answer.expectRefusal(431, "headers_too_large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /health HTTP/1.1\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n"
            })
    void what_is_not_http_is_a_bad_request(String request) throws IOException {
        Answer answer = RawHttp.exchange(port(), request);
        answer.expectRefusal(400, "bad_request");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void who_drips_its_body_is_not_waited_for() throws IOException {
        api().post("/login", Json.object("text", "x".repeat(60_000))).expect(400); // What others send does not count.
        try (RawHttp http = new RawHttp(port())) {
            http.send("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"
                    .getBytes(StandardCharsets.UTF_8));
            long start = System.nanoTime();
            boolean ended = false;
            while (!ended && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                try {
                    http.send(" ".getBytes(StandardCharsets.UTF_8));
                    ended = http.hasAnswer();
                } catch (IOException e) {
                    ended = true;
                }
            }
            assertThat(ended)
                    .as("a drop each 200 ms is below a kilobyte a second")
                    .isTrue();
        }
    }
}
