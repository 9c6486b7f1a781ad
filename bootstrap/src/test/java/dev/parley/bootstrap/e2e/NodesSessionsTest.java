package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.InProcess;
import dev.parley.testkit.mail.MailServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** However a session ends on one node, it is over on the other two seconds later. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"MONGODB", "POSTGRES"})
@Timeout(120)
class NodesSessionsTest {
    private static final String ME = "/api/v1/me";
    private static final String ADDRESS = "ann@example.org";
    /** Two seconds, and what a busy machine needs to tell. */
    private static final Duration SOON = Duration.ofSeconds(3);

    @TempDir
    private Path directory = Path.of("");

    private final MailServer mail = MailServer.start();
    private final TestStore store;
    private @Nullable InProcess here;
    private @Nullable InProcess there;

    NodesSessionsTest(StoreKind kind) {
        store = TestStore.open(kind);
    }

    @BeforeEach
    void start() {
        Map<String, String> settings = new HashMap<>(store.settings());
        settings.putAll(Map.of(
                "EMAIL_HOST",
                "localhost",
                "EMAIL_PORT",
                Integer.toString(mail.startTlsPort()),
                "EMAIL_FROM",
                MailServer.USER,
                "EMAIL_CA_FILE",
                mail.certificates().toString()));
        here = InProcess.start(RunningServer.settings(directory, settings), directory);
        there = InProcess.start(RunningServer.settings(directory, settings), directory);
    }

    @AfterEach
    void stop() {
        for (InProcess node : new InProcess[] {here, there}) {
            if (node != null) {
                node.close();
            }
        }
        store.close();
        mail.close();
    }

    private Api hereApi() {
        return Api.to(Objects.requireNonNull(here).port());
    }

    private Api thereApi() {
        return Api.to(Objects.requireNonNull(there).port());
    }

    private Person signUp() {
        return Person.of(
                hereApi(),
                hereApi()
                        .post(
                                "/api/v1/auth/signup",
                                Json.object("username", "ann", "email", ADDRESS, "password", Person.PASSWORD))
                        .expect(201));
    }

    private Person there() {
        return Person.of(
                thereApi(),
                thereApi()
                        .post("/api/v1/auth/login", Json.object("login", "ann", "password", Person.PASSWORD))
                        .expect(200));
    }

    private String code(String path) {
        hereApi().post(path, Json.object("email", ADDRESS)).expect(202);
        return mail.take(ADDRESS).code();
    }

    /** Everything that the session has open on the other node ends soon, also what is opened meanwhile. */
    private void assertEndsThere(Person phone, Runnable end) {
        try (TestSocket socket = phone.listening();
                TestStream stream = phone.stream();
                TestSocket contract = TestSocket.to(phone.api().port())
                        .path("/ws")
                        .header("Authorization", "Bearer " + phone.accessToken())
                        .open()) {
            stream.await("hello");
            phone.api().get(ME).expect(200);
            end.run();
            long ended = System.nanoTime();
            assertThat(socket.awaitClose()).isEqualTo(4403);
            assertThat(contract.awaitClose()).isEqualTo(4403);
            stream.awaitEnd();
            await().until(() -> phone.api().get(ME).status() == 401);
            assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(SOON);
            phone.api().get(ME).expectRefusal(401, "session_revoked");
            thereApi()
                    .post("/api/v1/auth/refresh", Json.object("refresh_token", phone.refreshToken()))
                    .expectRefusal(401, "invalid_refresh_token");
        }
    }

    @Test
    void a_session_that_is_ended_in_the_list_ends_there() {
        Person ann = signUp();
        Person phone = there();
        assertEndsThere(
                phone,
                () -> ann.api()
                        .delete("/api/v1/auth/sessions/" + Tokens.session(phone))
                        .expect(204));
        ann.api().get(ME).expect(200);
    }

    @Test
    void a_logout_here_ends_what_is_open_there() {
        signUp();
        Person phone = there();
        assertEndsThere(
                phone,
                () -> hereApi()
                        .as(phone.accessToken())
                        .post("/api/v1/auth/logout")
                        .expect(204));
    }

    @Test
    void a_new_password_ends_the_others_there_and_keeps_its_own() {
        Person ann = signUp();
        Person phone = there();
        try (TestSocket own = TestSocket.open(thereApi().port(), ann.accessToken())) {
            own.await("hello");
            assertEndsThere(
                    phone,
                    () -> ann.api()
                            .post(
                                    "/api/v1/auth/password",
                                    Json.object("current", Person.PASSWORD, "new", "battery staple"))
                            .expect(204));
            own.demand(Json.frame("send", "room", 1, "content", "still here", "client_id", "1"));
        }
        thereApi()
                .post("/api/v1/auth/login", Json.object("login", "ann", "password", Person.PASSWORD))
                .expectRefusal(401, "invalid_credentials");
    }

    @Test
    void a_password_that_is_reset_here_ends_all_there() {
        signUp();
        Person phone = there();
        String code = code("/api/v1/auth/password/reset");
        assertEndsThere(
                phone,
                () -> hereApi()
                        .post(
                                "/api/v1/auth/password/reset/confirm",
                                Json.object("email", ADDRESS, "code", code, "password", "battery staple"))
                        .expect(204));
    }

    @Test
    void the_first_proof_of_an_address_here_ends_who_squats_there() {
        signUp();
        Person squatter = there();
        String code = code("/api/v1/auth/otp");
        assertEndsThere(
                squatter,
                () -> hereApi()
                        .post("/api/v1/auth/otp/verify", Json.object("email", ADDRESS, "code", code))
                        .expect(200));
    }

    @Test
    void a_code_that_was_asked_for_here_is_good_there() {
        signUp();
        String code = code("/api/v1/auth/otp");
        thereApi()
                .post("/api/v1/auth/otp/verify", Json.object("email", ADDRESS, "code", code))
                .expect(200);
        hereApi()
                .post("/api/v1/auth/otp/verify", Json.object("email", ADDRESS, "code", code))
                .expectRefusal(401, "invalid_code");
    }
}
