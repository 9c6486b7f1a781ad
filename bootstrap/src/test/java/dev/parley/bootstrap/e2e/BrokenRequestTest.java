package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

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

    /** More of them than there are threads, each with more answers than its connection takes: none of them holds one. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hundreds_who_do_not_read_their_answers_keep_nobody_waiting() throws IOException {
        Person ann = person("unhindered-too");
        List<RawHttp> deaf = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                RawHttp http = new RawHttp(port());
                deaf.add(http);
                http.send("GET /api/v1/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n"
                        .repeat(100)
                        .getBytes(StandardCharsets.US_ASCII));
            }
            api().get("/health").expect(200);
            ann.say("still heard");
            ann.listening().close();
            RawHttp late = deaf.get(7);
            for (int i = 0; i < 100; i++) {
                late.answer("GET /api/v1/openapi.yaml HTTP/1.1").expect(200);
            }
        } finally {
            for (RawHttp http : deaf) {
                http.close();
            }
        }
    }

    /** A refusal comes from the thread of the room, which others wait for. */
    @Test
    void who_does_not_read_a_refusal_stops_no_room() throws IOException {
        Person ann = person("deaf-and-wrong");
        ann.api()
                .post("/api/v1/rooms/1/messages", Json.object("content", "one", "client_id", "twice"))
                .expect(201);
        String again = Json.object("content", "two", "client_id", "twice").toString();
        String refused =
                "POST /api/v1/rooms/1/messages HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: x\r\nAuthorization: Bearer "
                        + ann.accessToken() + "\r\nContent-Length: " + again.length() + "\r\n\r\n" + again;
        try (RawHttp http = new RawHttp(port())) {
            http.send(("GET /api/v1/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".repeat(200) + refused)
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 20; i++) {
                ann.say("still here");
            }
            for (int i = 0; i < 200; i++) {
                http.answer("GET /api/v1/openapi.yaml HTTP/1.1").expect(200);
            }
            http.answer("POST /api/v1/rooms/1/messages HTTP/1.1").expect(409);
        }
    }

    @Test
    void a_body_that_is_too_large_is_refused_also_where_none_is_read() throws IOException {
        String token = person("wordy").accessToken();
        String head = "POST /api/v1/auth/logout HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nConnection: close\r\nContent-Length: 100000\r\n";
        RawHttp.exchange(port(), head + "\r\n" + "x".repeat(100_000)).expectRefusal(413, "payload_too_large");
        RawHttp.exchange(port(), head + "Expect: 100-continue\r\n\r\n").expectRefusal(413, "payload_too_large");
        api().as(token).get("/api/v1/me").expect(200);
    }

    @Test
    void what_is_declared_larger_than_anybody_would_read_is_refused_at_once() throws IOException {
        RawHttp.exchange(port(), "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nabc")
                .expectRefusal(413, "payload_too_large");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_body_that_stops_coming_is_waited_for_ten_seconds() throws IOException {
        try (RawHttp http = new RawHttp(port())) {
            http.send("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"email\":"
                    .getBytes(StandardCharsets.US_ASCII));
            long start = System.nanoTime();
            assertThatThrownBy(() -> http.answer("POST /login HTTP/1.1")).isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(17));
        }
    }

    @Test
    void a_path_with_a_slash_more_is_another_path() {
        api().as(person("slashed").accessToken()).get("/api/v1/me/").expectRefusal(404, "not_found");
    }

    /** One user's requests share a bounded number of threads; the others have theirs. */
    @Test
    void who_asks_for_hundreds_of_pages_at_once_gets_some_and_hurts_nobody() throws IOException {
        Person greedy = person("greedy");
        String page = "GET /api/v1/rooms/1/messages?limit=200 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + greedy.accessToken() + "\r\n\r\n";
        List<RawHttp> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                RawHttp http = new RawHttp(port());
                crowd.add(http);
                http.send(page.repeat(3).getBytes(StandardCharsets.US_ASCII));
            }
            api().get("/health").expect(200);
            person("modest").say("through");
            for (RawHttp http : crowd) {
                for (int i = 0; i < 3; i++) {
                    Answer answer = http.answer("GET /api/v1/rooms/1/messages HTTP/1.1");
                    assertThat(answer.status()).isIn(200, 503);
                }
            }
        } finally {
            for (RawHttp http : crowd) {
                http.close();
            }
        }
        greedy.api().get("/api/v1/me").expect(200);
    }

    @Test
    void who_asks_whether_to_send_its_body_is_told_to() throws IOException {
        try (RawHttp http = new RawHttp(port())) {
            http.send(String.join(
                            "\r\n",
                            "POST /api/v1/auth/refresh HTTP/1.1",
                            "Host: x",
                            "Content-Length: 2",
                            "Expect: 100-continue",
                            "",
                            "")
                    .getBytes(StandardCharsets.US_ASCII));
            http.answer("").expect(100);
            http.send("{}".getBytes(StandardCharsets.US_ASCII));
            http.answer("POST /api/v1/auth/refresh HTTP/1.1").expectRefusal(400, "invalid_field");
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
