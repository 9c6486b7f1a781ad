package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that are no HTTP: the client's fault, which costs no 500 and no line in the log. */
class BrokenRequestTest extends OnSqlite {
    @Test
    void an_unknown_version_of_http_is_no_fault_of_the_server() throws IOException {
        RawHttp.exchange(port(), "GET /health HTTP/3.0\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .expectRefusal(400, "bad_request");
    }

    @Test
    void a_broken_chunk_is_no_fault_of_the_server() throws IOException {
        String head = "POST /login HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        RawHttp.exchange(port(), head + "zz\r\n").expectRefusal(400, "bad_request");
    }

    /** More of them than there are threads: none of them holds one. */
    @Test
    void hundreds_of_half_bodies_keep_nobody_waiting() throws IOException {
        Person ann = person("unhindered");
        List<RawHttp> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 400; i++) {
                RawHttp http = new RawHttp(port());
                stalled.add(http);
                http.send("POST /api/v1/auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{\"a\":"
                        .getBytes(StandardCharsets.US_ASCII));
            }
            api().get("/health").expect(200);
            ann.say("still here");
            try (TestSocket socket = ann.listening()) {
                assertThat(socket.unread()).isEmpty();
            }
            RawHttp late = stalled.get(7);
            late.send("1}".repeat(22).concat("}").getBytes(StandardCharsets.US_ASCII));
            late.answer("POST /api/v1/auth/refresh HTTP/1.1").expectRefusal(400, "malformed_json");
        } finally {
            for (RawHttp http : stalled) {
                http.close();
            }
        }
    }

    @Test
    void a_head_is_answered_as_its_get_would_be() throws IOException {
        String end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        RawHttp.exchange(port(), "HEAD /api/v1/me" + end + "\r\n").expect(401);
        String token = person("header-reader").accessToken();
        Answer missing = RawHttp.exchange(
                port(), "HEAD /api/v1/rooms/99/messages" + end + "Authorization: Bearer " + token + "\r\n\r\n");
        missing.expect(404);
        assertThat(missing.header("content-type")).startsWith("application/json");
    }

    @Test
    void a_broken_escape_in_a_query_is_refused() throws IOException {
        RawHttp.exchange(
                        port(),
                        "GET /api/v1/rooms/1/messages?before=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .expectRefusal(400, "bad_request");
    }

    @Test
    void a_subprotocol_in_other_letters_is_another_one() {
        String token = person("shouter").accessToken();
        TestSocket.to(port())
                .protocols("Parley.V1")
                .header("Authorization", "Bearer " + token)
                .refused()
                .expectRefusal(400, "bad_request");
    }

    @Test
    void a_cursor_that_no_reader_of_json_reads_exactly_is_refused() {
        api().as(person("far").accessToken())
                .get("/api/v1/rooms/1/changes?since=9007199254740992")
                .expectRefusal(400, "invalid_page");
    }
}
