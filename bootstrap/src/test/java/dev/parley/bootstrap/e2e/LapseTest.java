package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What ends by itself after some time. The tests wait side by side. */
class LapseTest extends OnSqlite {
    private static final Duration SHORT = Duration.ofSeconds(3);

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_token_that_is_about_to_expire_is_announced_and_its_end_closes_the_socket() {
        Person ann = person("expiring");
        try (TestSocket socket = TestSocket.open(port(), Tokens.lasting(SHORT, ann))) {
            assertThat(socket.await("token_expiring").path("in_ms").asLong()).isBetween(0L, SHORT.toMillis());
            assertThat(socket.awaitClose()).isEqualTo(4401);
        }
        TestSocket.to(port())
                .header("Authorization", "Bearer " + Tokens.lasting(Duration.ofSeconds(-1), ann))
                .refused()
                .expectRefusal(401, "token_expired");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_token_that_is_renewed_in_time_keeps_the_socket() {
        Person ann = person("renewing");
        try (TestSocket renewed = TestSocket.open(port(), Tokens.lasting(SHORT, ann));
                TestSocket forgotten = TestSocket.open(port(), Tokens.lasting(SHORT, ann))) {
            renewed.await("token_expiring");
            JsonNode ok = renewed.demand(Json.frame("refresh", "token", ann.accessToken()));
            assertThat(ok.path("expires_in").asInt()).isBetween(800, 900);
            assertThat(forgotten.awaitClose()).isEqualTo(4401);
            renewed.demand(Json.frame("send", "room", 1, "content", "still here", "client_id", "1"));
        }
    }

    @Test
    void another_users_token_renews_nothing() {
        Person ann = person("renewed-by");
        Person bob = person("another");
        try (TestSocket socket = ann.listening()) {
            socket.demandRefusal(Json.frame("refresh", "token", bob.accessToken()), "wrong_user");
            socket.demandRefusal(Json.frame("refresh", "token", Tokens.lasting(SHORT.negated(), ann)), "token_expired");
            socket.demand(Json.frame("refresh", "token", ann.accessToken()));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void who_does_not_say_who_it_is_is_shut_out_after_ten_seconds() {
        long start = System.nanoTime();
        try (TestSocket socket = TestSocket.to(port()).protocols("parley.v1").open()) {
            assertThat(socket.awaitClose()).isEqualTo(4401);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(9));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_refresh_token_that_is_used_again_after_ten_seconds_ends_the_session() {
        Person ann = person("late-reuse");
        Person next = Person.of(api(), refresh(ann).expect(200));
        try (TestSocket clock = TestSocket.to(port()).open()) {
            assertThat(clock.awaitClose()).isEqualTo(4401); // Ten seconds, by the server's own watch.
        }
        refresh(next).expect(200);
        refresh(ann).expectRefusal(401, "invalid_refresh_token");
        next.api().get("/api/v1/me").expectRefusal(401, "session_revoked");
    }

    private Answer refresh(Person person) {
        return api().post("/api/v1/auth/refresh", Json.object("refresh_token", person.refreshToken()));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void who_is_writing_is_told_and_forgotten_after_six_seconds() {
        Person ann = person("typist");
        try (TestSocket typist = ann.listening();
                TestSocket listener = person("typing-seen").listening()) {
            long start = System.nanoTime();
            typist.send(Json.frame("typing", "room", 1));
            JsonNode typing = listener.await(
                    frame -> Json.texts(frame.path("users"), "username").contains("typist"));
            assertThat(typing.path("room").asInt()).isEqualTo(1);
            assertThat(Json.texts(typing.path("users"), "username")).containsExactly("typist");
            assertThat(listener.await("typing").path("users")).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(6));
            typist.demand(Json.frame("typing", "room", 1));
            assertThat(listener.await("typing").path("users")).hasSize(1);
        }
    }
}
