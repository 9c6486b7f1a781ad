package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much one may have of the server. Runs alone: whoever is slow has more. */
@Tag("alone")
class LimitsTest extends OnSqlite {
    private static final String LOGIN = "/api/v1/auth/login";

    LimitsTest() {
        super(Map.of(
                "RATE_LIMITS", "on",
                "TRUSTED_PROXIES", "127.0.0.1, ::1, 10.0.0.0/8",
                "PARLEY_LOGIN_PER_IP", "5/1",
                "PARLEY_LOGIN_PER_ACCOUNT", "3/1",
                "PARLEY_SIGNUP_PER_IP", "1000/1",
                "PARLEY_SEND_PER_USER", "20/1",
                "PARLEY_ROOMS_PER_USER", "3/1",
                "PARLEY_TICKETS_PER_USER", "4/1",
                "PARLEY_CONNECTIONS_PER_USER", "3",
                "EMAIL_TRANSPORT", "log"));
    }

    @Test
    void logins_are_counted_by_address_which_a_trusted_proxy_tells() {
        for (int i = 0; i < 5; i++) {
            login("203.0.113.1", "nobody" + i).expectRefusal(401, "invalid_credentials");
        }
        Answer refused = login("203.0.113.1", "nobody6").expectRefusal(429, "rate_limited");
        assertThat(refused.header("retry-after")).asInt().isBetween(1, 60);
        login("203.0.113.2", "nobody7").expectRefusal(401, "invalid_credentials");
        // What stands before the address that the last proxy saw may have been written by anybody.
        login("198.51.100.7, 203.0.113.1, 10.1.2.3", "nobody8").expectRefusal(429, "rate_limited");
        login("203.0.113.1, 203.0.113.3", "nobody9").expectRefusal(401, "invalid_credentials");
    }

    @Test
    void logins_are_counted_by_account_wherever_they_come_from() {
        person("besieged");
        for (int i = 0; i < 3; i++) {
            login("192.0.2." + i, i % 2 == 0 ? "besieged" : "BESIEGED").expectRefusal(401, "invalid_credentials");
        }
        login("192.0.2.9", "besieged").expectRefusal(429, "rate_limited");
        login("192.0.2.9", "peaceful").expectRefusal(401, "invalid_credentials");
    }

    @Test
    void logins_by_a_contract_are_counted_with_the_others() {
        String address = "203.0.113.60";
        for (int i = 0; i < 5; i++) {
            login(i % 2 == 0 ? "/auth/login" : LOGIN, address, "somebody" + i)
                    .expectRefusal(401, "invalid_credentials");
        }
        login("/auth/login", address, "somebody6").expectRefusal(429, "rate_limited");
        login("/login", address, "somebody7").expectRefusal(429, "rate_limited");
    }

    @Test
    void several_lines_of_forwarded_for_are_one_list() throws IOException {
        for (int i = 0; i < 6; i++) {
            String request =
                    "POST " + LOGIN + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + "X-Forwarded-For: 9.9.9." + i
                            + "\r\nX-Forwarded-For: 203.0.113.50\r\nContent-Length: 2\r\n\r\n{}";
            RawHttp.exchange(port(), request).expect(i < 5 ? 400 : 429);
        }
    }

    @Test
    void codes_are_counted_by_address_and_by_account_as_logins_are() {
        for (int i = 0; i < 5; i++) {
            code("198.51.100.20", "somebody" + i).expect(202);
        }
        code("198.51.100.20", "somebody6").expectRefusal(429, "rate_limited");
        login("198.51.100.20", "nobody").expectRefusal(429, "rate_limited");
        for (int i = 0; i < 3; i++) {
            code("198.51.100.4" + i, "wanted").expect(202);
        }
        code("198.51.100.44", "WANTED").expectRefusal(429, "rate_limited");
        login("198.51.100.45", "wanted@example.org").expectRefusal(429, "rate_limited");
        api().with("X-Forwarded-For", "198.51.100.46")
                .post("/api/v1/auth/otp/verify", Json.object("email", "wanted@example.org", "code", "000000"))
                .expectRefusal(429, "rate_limited");
    }

    @Test
    void current_passwords_are_counted_by_account_as_logins_are() {
        Person ann = person("pw-guessed");
        for (int i = 0; i < 3; i++) {
            password(ann, "198.51.100.3" + i).expectRefusal(403, "wrong_password");
        }
        password(ann, "198.51.100.39").expectRefusal(429, "rate_limited");
    }

    private static Answer password(Person person, String forwardedFor) {
        return person.api()
                .with("X-Forwarded-For", forwardedFor)
                .post("/api/v1/auth/password", Json.object("current", "wrong horse", "new", "battery staple"));
    }

    private Answer code(String forwardedFor, String name) {
        return api().with("X-Forwarded-For", forwardedFor)
                .post("/api/v1/auth/otp", Json.object("email", name + "@example.org"));
    }

    private Answer login(String forwardedFor, String name) {
        return login(LOGIN, forwardedFor, name);
    }

    private Answer login(String path, String forwardedFor, String name) {
        return api().with("X-Forwarded-For", forwardedFor)
                .post(path, Json.object("login", name, "password", "wrong horse"));
    }

    @Test
    void sends_are_counted_by_user_whichever_way_they_come() {
        Person ann = person("sender");
        try (TestSocket socket = ann.listening()) {
            for (int i = 0; i < 20; i++) {
                if (i % 2 == 0) {
                    ann.say("one of many");
                } else {
                    socket.demand(Json.frame("send", "room", 1, "content", "one of many", "client_id", "s" + i));
                }
            }
            ann.api().post(MESSAGES, Json.object("content", "too many")).expectRefusal(429, "rate_limited");
            var refusal = socket.demandRefusal(
                    Json.frame("send", "room", 1, "content", "too many", "client_id", "last"), "rate_limited");
            assertThat(refusal.path("retryable").booleanValue()).isTrue();
            assertThat(refusal.path("retry_after_ms").longValue()).isBetween(1L, 60_000L);
        }
        person("other-sender").say("unhindered");
    }

    @Test
    void tickets_are_counted_by_who_gets_them() {
        Person ann = person("ticketed");
        for (int i = 0; i < 4; i++) {
            ann.api().post("/api/v1/ws-tickets").expect(201);
        }
        Answer refused = ann.api().post("/api/v1/ws-tickets").expectRefusal(429, "rate_limited");
        assertThat(refused.header("retry-after")).asInt().isBetween(1, 60);
        person("not-yet-ticketed").api().post("/api/v1/ws-tickets").expect(201);
    }

    @Test
    void rooms_are_counted_by_who_makes_them_and_not_by_who_finds_them() {
        Person ann = person("founder");
        Person bob = person("other-founder");
        String direct = "/api/v1/direct/" + bob.id();
        ann.api().post("/api/v1/rooms", Json.object("name", "One")).expect(201);
        ann.api()
                .post("/api/v1/rooms", Json.object("name", "Two", "kind", "group"))
                .expect(201);
        ann.api().put(direct, Json.object()).expect(200);
        ann.api().post("/api/v1/rooms", Json.object("name", "Four")).expectRefusal(429, "rate_limited");
        ann.api()
                .put("/api/v1/direct/" + person("third-founder").id(), Json.object())
                .expectRefusal(429, "rate_limited");
        ann.api().put(direct, Json.object()).expect(200);
        bob.api().post("/api/v1/rooms", Json.object("name", "Four")).expect(201);
    }

    @Test
    void a_user_has_so_many_sockets_and_no_more() {
        Person ann = person("many-sockets");
        List<TestSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sockets.add(ann.listening());
        }
        try (TestSocket fourth = ann.onAnotherDevice().socket()) {
            assertThat(fourth.await("error").path("code").asText()).isEqualTo("too_many_connections");
            assertThat(fourth.awaitClose()).isEqualTo(1013);
        }
        sockets.remove(0).close();
        await().until(() -> opens(ann));
        sockets.forEach(TestSocket::close);
    }

    private static boolean opens(Person person) {
        try (TestSocket socket = person.socket()) {
            return socket.await(frame -> true).path("type").asText().equals("hello");
        }
    }

    @Test
    void a_flood_of_frames_is_refused_and_then_shut_out() {
        try (TestSocket socket = person("flooder").listening()) {
            try {
                for (int i = 0; i < 2_000; i++) {
                    socket.sendText("{\"type\":\"ping\"}");
                }
            } catch (UncheckedIOException e) {
                // It has been shut out already.
            }
            assertThat(socket.await("error").path("code").asText()).isEqualTo("rate_limited");
            assertThat(socket.awaitClose()).isEqualTo(4429);
        }
    }
}
