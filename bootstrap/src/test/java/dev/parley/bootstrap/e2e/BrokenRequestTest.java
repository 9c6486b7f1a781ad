package dev.parley.bootstrap.e2e;

import java.io.IOException;
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

    @Test
    void a_cursor_that_no_reader_of_json_reads_exactly_is_refused() {
        api().as(person("far").accessToken())
                .get("/api/v1/rooms/1/changes?since=9007199254740992")
                .expectRefusal(400, "invalid_page");
    }
}
