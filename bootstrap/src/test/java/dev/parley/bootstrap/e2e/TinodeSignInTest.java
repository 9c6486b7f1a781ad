package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.tinode.TinodeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People sign in to a real Tinode, in its own apps, with what signs them in here. Names are for one test alone. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class TinodeSignInTest {
    private static final String SECRET_PATH = "only-tinode-knows-this-0123456789";
    private static final String PATH = "/tinode/auth/" + SECRET_PATH + "/";

    private Path directory = Path.of("");
    private @Nullable RunningServer parley;
    private @Nullable TinodeServer tinode;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        startParley(0);
        tinode = TinodeServer.startAsking("http://localhost:" + parley().port() + PATH);
    }

    @AfterAll
    void stop() {
        if (tinode != null) {
            tinode.close();
        }
        parley().close();
    }

    private void startParley(int port) {
        parley = RunningServer.start(
                StoreKind.SQLITE, directory, Map.of("TINODE_AUTH_PATH", SECRET_PATH, "PORT", Integer.toString(port)));
    }

    private RunningServer parley() {
        return Objects.requireNonNull(parley);
    }

    private TinodeServer tinode() {
        return Objects.requireNonNull(tinode);
    }

    private JsonNode login(String scheme, String secret) {
        try (TinodeApp app = TinodeApp.connect(tinode())) {
            return app.login(scheme, secret);
        }
    }

    private JsonNode login(String login) {
        return login("basic", login + ":" + Person.PASSWORD);
    }

    private static String user(JsonNode ctrl) {
        assertThat(ctrl.path("code").asInt()).as("%s", ctrl).isEqualTo(200);
        assertThat(ctrl.path("params").path("authlvl").asText()).isEqualTo("auth");
        return ctrl.path("params").path("user").asText();
    }

    private static void expect(int code, JsonNode ctrl) {
        assertThat(ctrl.path("code").asInt()).as("%s", ctrl).isEqualTo(code);
    }

    /** The service account's session. */
    private TinodeApp root() {
        TinodeApp root = TinodeApp.connect(tinode());
        JsonNode ctrl = root.login(TinodeServer.OWN_SCHEME, TinodeServer.LOGIN + ":" + TinodeServer.PASSWORD);
        assertThat(ctrl.path("params").path("authlvl").asText()).as("%s", ctrl).isEqualTo("root");
        return root;
    }

    @Test
    void the_login_form_takes_the_name_or_address_and_the_password_and_it_is_the_same_user_each_time() {
        parley().api()
                .post(
                        "/api/v1/auth/signup",
                        Json.object(
                                "email", "ann@example.com",
                                "username", "Ann",
                                "password", Person.PASSWORD,
                                "display_name", "Ann of Parley"))
                .expect(201);
        String user = user(login("Ann"));
        assertThat(user).startsWith("usr");
        assertThat(user(login("ann@example.com"))).isEqualTo(user);
        try (TinodeApp app = TinodeApp.connect(tinode())) {
            JsonNode ctrl = app.login("basic", "ann:" + Person.PASSWORD);
            assertThat(user(ctrl)).isEqualTo(user);
            expect(200, app.ask("sub", Json.object("topic", "me")));
            JsonNode me = app.ask("get", Json.object("topic", "me", "what", "desc tags"), "meta");
            assertThat(me.path("desc").path("public").path("fn").asText()).isEqualTo("Ann of Parley");
        }
    }

    @Test
    void a_wrong_password_and_an_unknown_user_are_refused_alike() {
        parley().person("bob");
        JsonNode wrong = login("basic", "bob:wrong horse");
        JsonNode unknown = login("basic", "nobody:" + Person.PASSWORD);

        expect(401, wrong);
        assertThat(unknown.path("code")).isEqualTo(wrong.path("code"));
        assertThat(unknown.path("text")).isEqualTo(wrong.path("text"));
        expect(401, login("basic", "no colon and no token"));
        expect(400, login("basic", ""));
        expect(401, login("rest", "bob:" + Person.PASSWORD));
    }

    @Test
    void an_access_token_is_the_same_user_until_its_session_ends() {
        Person carol = parley().person("carol");
        String user = user(login("basic", carol.accessToken()));
        assertThat(user(login("carol"))).isEqualTo(user);
        Person elsewhere = carol.onAnotherDevice();
        elsewhere.api().post("/api/v1/auth/logout").expect(204);

        expect(401, login("basic", elsewhere.accessToken()));
        assertThat(user(login("basic", carol.accessToken()))).isEqualTo(user);
    }

    @Test
    void who_has_an_account_already_is_signed_in_to_that() throws IOException {
        parley().person("dave");
        String shadow;
        try (TinodeApp root = root()) {
            JsonNode made = root.ask(
                    "acc",
                    Json.object(
                            "user",
                            "newu4",
                            "scheme",
                            TinodeServer.OWN_SCHEME,
                            "secret",
                            TinodeApp.base64("u4:of-a-shadow")));
            expect(201, made);
            shadow = made.path("params").path("user").asText();
        }
        link("dave", shadow);

        assertThat(user(login("dave"))).isEqualTo(shadow);
    }

    /** Says what the bridge would have said in the ledger. */
    private void link(String username, String user) throws IOException {
        byte[] body = Json.bytes(Json.object(
                "secret", TinodeApp.base64(username + ":" + Person.PASSWORD),
                "rec", Json.object("uid", user.substring("usr".length()))));
        try (RawHttp http = new RawHttp(parley().port())) {
            http.send(("POST " + PATH + "link HTTP/1.1\r\nHost: parley\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            http.send(body);
            assertThat(http.answer("as Tinode").expect(200).json()).isEmpty();
        }
    }

    @Test
    void an_account_that_tinode_does_not_have_any_more_lets_nobody_in() throws IOException {
        parley().person("judy");
        link("judy", "usrlGo0QgK6PbA");

        expect(404, login("judy"));
    }

    @Test
    void of_many_first_logins_at_once_those_that_succeed_are_one_user() throws Exception {
        parley().person("erin");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<JsonNode>> logins = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> login("erin")))
                    .toList();
            List<JsonNode> answers = new ArrayList<>();
            for (Future<JsonNode> login : logins) {
                answers.add(login.get(60, TimeUnit.SECONDS));
            }
            assertThat(answers)
                    .allMatch(
                            ctrl -> List.of(200, 409).contains(ctrl.path("code").asInt()));
            String user = user(login("erin"));
            assertThat(answers)
                    .filteredOn(ctrl -> ctrl.path("code").asInt() == 200)
                    .isNotEmpty()
                    .allMatch(ctrl -> user(ctrl).equals(user));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void accounts_are_made_changed_and_deleted_in_parley_alone() {
        parley().person("frank");
        try (TinodeApp app = TinodeApp.connect(tinode())) {
            String secret = TinodeApp.base64("grace:" + Person.PASSWORD);
            expect(501, app.ask("acc", Json.object("user", "new1", "scheme", "basic", "secret", secret)));
            expect(400, app.ask("acc", Json.object("user", "new2", "scheme", "anonymous", "secret", "")));
            String user = user(app.login("basic", "frank:" + Person.PASSWORD));
            String other = TinodeApp.base64("frank:another horse");
            expect(501, app.ask("acc", Json.object("user", user, "scheme", "basic", "secret", other)));
            expect(405, app.ask("del", Json.object("what", "user", "hard", true)));
            try (TinodeApp root = root()) {
                expect(405, root.ask("del", Json.object("what", "user", "user", user, "hard", true)));
            }
            assertThat(user(login("frank"))).isEqualTo(user);
        }
    }

    @Test
    void who_is_suspended_in_tinode_stays_out() {
        parley().person("heidi");
        String user = user(login("heidi"));
        try (TinodeApp root = root()) {
            expect(200, root.ask("acc", Json.object("user", user, "status", "susp")));
            expect(403, login("heidi"));
            expect(200, root.ask("acc", Json.object("user", user, "status", "ok")));
        }

        assertThat(user(login("heidi"))).isEqualTo(user);
    }

    @Test
    void while_parley_is_away_only_tokens_of_tinodes_own_are_good_and_tinode_does_not_start() {
        parley().person("ivan");
        JsonNode before = login("ivan");
        String user = user(before);
        int port = parley().port();
        parley().close();
        try {
            expect(500, login("ivan"));
            try (TinodeApp app = TinodeApp.connect(tinode())) {
                String token = before.path("params").path("token").asText();
                assertThat(user(app.ask("login", Json.object("scheme", "token", "secret", token))))
                        .isEqualTo(user);
            }
            tinode().stop();
            assertThatThrownBy(() -> tinode().resume()).hasMessageContaining("restricted tag namespaces");
        } finally {
            startParley(port);
        }
        tinode().resume();

        assertThat(user(login("ivan"))).isEqualTo(user);
    }
}
