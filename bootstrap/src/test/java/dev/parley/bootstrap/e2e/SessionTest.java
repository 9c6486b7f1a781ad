package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a session goes on, and how it ends. */
class SessionTest extends OnEveryStore {
    private static final String REFRESH = "/api/v1/auth/refresh";
    private static final String LOGOUT = "/api/v1/auth/logout";
    private static final String ME = "/api/v1/me";

    @Test
    void a_refresh_gives_new_tokens_of_the_same_session() {
        Person ann = person("refresher");

        Person next = refreshed(ann.refreshToken());

        assertThat(next.id()).isEqualTo(ann.id());
        assertThat(next.refreshToken()).isNotEqualTo(ann.refreshToken());
        assertThat(Tokens.session(next)).isEqualTo(Tokens.session(ann));
        next.api().get(ME).expect(200);
        refreshed(next.refreshToken());
    }

    @Test
    void an_answer_that_was_lost_may_be_asked_for_again_at_once() {
        Person ann = person("lost-answer");

        refreshed(ann.refreshToken());
        Person again = refreshed(ann.refreshToken());

        again.api().get(ME).expect(200);
    }

    @Test
    void a_used_token_ends_the_session_for_everybody_who_has_it() {
        Person ann = person("stolen");
        try (TestSocket socket = ann.listening()) {
            Person thief = refreshed(ann.refreshToken());
            Answer answer = null;
            for (int i = 0; i < 20 && (answer == null || answer.status() == 200); i++) {
                answer = refresh(ann.refreshToken()); // A few are forgiven for some seconds.
            }
            assertThat(answer).isNotNull();
            answer.expectRefusal(401, "invalid_refresh_token");

            refresh(thief.refreshToken()).expectRefusal(401, "invalid_refresh_token");
            thief.api().get(ME).expectRefusal(401, "session_revoked");
            ann.api().get(ME).expectRefusal(401, "session_revoked");
            assertThat(socket.awaitClose()).isEqualTo(4403);
        }
        ann.onAnotherDevice().api().get(ME).expect(200);
    }

    @Test
    void what_is_no_refresh_token_refreshes_nothing() {
        Person ann = person("no-refresh");
        for (String token : new String[] {"", ".", "x", ann.accessToken(), "x".repeat(10_000), "a.b.c", "\0"}) {
            refresh(token).expectRefusal(401, "invalid_refresh_token");
        }
        ann.api().get(ME).expect(200);
    }

    @Test
    void a_socket_that_stays_after_the_logout_writes_nothing() {
        Person ann = person("lingerer");
        try (TestSocket socket = ann.listening()) {
            long seq = ann.say("before").path("seq").longValue();
            ann.api().post(LOGOUT).expect(204);
            socket.send(Json.frame("send", "room", 1, "content", "after the end", "client_id", "late"));
            socket.send(Json.frame("edit", "room", 1, "seq", seq, "content", "changed after the end"));
            Api watcher = person("lingerers-watcher").api();
            await().during(Duration.ofMillis(300))
                    .until(() -> Change.history(watcher).stream()
                            .noneMatch(change -> change.content().contains("after the end")));
            assertThat(socket.awaitClose()).isEqualTo(4403);
        }
    }

    @Test
    void logout_ends_this_session_at_once_and_no_other() {
        Person phone = person("two-devices");
        Person laptop = phone.onAnotherDevice();
        try (TestSocket ofPhone = phone.listening();
                TestSocket ofLaptop = laptop.listening()) {
            phone.api().post(LOGOUT).expect(204);

            phone.api().get(ME).expectRefusal(401, "session_revoked");
            phone.api().post(LOGOUT).expectRefusal(401, "session_revoked");
            refresh(phone.refreshToken()).expectRefusal(401, "invalid_refresh_token");
            TestSocket.to(api().port())
                    .header("Authorization", "Bearer " + phone.accessToken())
                    .refused()
                    .expectRefusal(401, "session_revoked");
            assertThat(ofPhone.awaitClose()).isEqualTo(4403);
            laptop.api().get(ME).expect(200);
            assertThat(ofLaptop.unread()).isEmpty();
            refreshed(laptop.refreshToken());
        }
    }

    @Test
    void a_ticket_opens_one_socket() {
        Person ann = person("ticket");
        JsonNode answer = ann.api().post("/api/v1/ws-tickets").expect(201).json();
        assertThat(answer.path("expires_in").asInt()).isEqualTo(30);
        String query = "ticket=" + answer.path("ticket").asText();

        try (TestSocket socket = TestSocket.to(api().port()).query(query).open()) {
            JsonNode hello = socket.await("hello");
            assertThat(hello.path("user").path("id").longValue()).isEqualTo(ann.id());
            assertThat(hello.path("session").asText()).isEqualTo(Tokens.session(ann));
        }
        TestSocket.to(api().port()).query(query).refused().expectRefusal(401, "invalid_token");
    }

    @Test
    void the_ticket_of_an_ended_session_opens_nothing() {
        Person ann = person("late-ticket");
        String ticket = ann.api()
                .post("/api/v1/ws-tickets")
                .expect(201)
                .json()
                .path("ticket")
                .asText();
        ann.api().post(LOGOUT).expect(204);

        TestSocket.to(api().port()).query("ticket=" + ticket).refused().expectRefusal(401, "session_revoked");
    }

    private Answer refresh(String token) {
        return api().post(REFRESH, Json.object("refresh_token", token));
    }

    private Person refreshed(String token) {
        return Person.of(api(), refresh(token).expect(200));
    }
}
