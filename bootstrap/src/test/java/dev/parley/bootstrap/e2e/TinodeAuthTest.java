package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.parley.bootstrap.InProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Tinode's authenticator asks and is answered, also what a Tinode would never ask. */
class TinodeAuthTest extends OnSqlite {
    private static final String SECRET_PATH = "Tinode_knows-this-0123456789abcdef";
    private static final String UID = "lGo0QgK6PbA";
    private static final String OTHER = "lGo0QgK6PbB";

    TinodeAuthTest() {
        super(Map.of("TINODE_AUTH_PATH", SECRET_PATH, "RATE_LIMITS", "on", "PARLEY_LOGIN_PER_IP", "30/1"));
    }

    private static Answer post(int port, String path, byte[] body) throws IOException {
        return send(port, "POST", path, body);
    }

    private static Answer send(int port, String method, String path, byte[] body) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            String head = method + " " + path + " HTTP/1.1\r\nHost: parley\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length + "\r\n\r\n";
            http.send(head.getBytes(StandardCharsets.UTF_8));
            http.send(body);
            return http.answer("as Tinode");
        }
    }

    private static JsonNode ask(int port, String endpoint, ObjectNode body) throws IOException {
        return post(port, "/tinode/auth/" + SECRET_PATH + "/" + endpoint, Json.bytes(body))
                .expect(200)
                .json();
    }

    private JsonNode ask(String endpoint, ObjectNode body) throws IOException {
        return ask(port(), endpoint, body);
    }

    /** As Tinode asks about somebody at this address. */
    private static ObjectNode secret(String text, String address) {
        return Json.object("endpoint", "auth", "name", "basic", "secret", base64(text), "addr", address);
    }

    private static ObjectNode link(String text, String uid) {
        return Json.object("secret", base64(text), "rec", Json.object("uid", uid, "lifetime", 60_000_000_000L));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_tags_that_users_cannot_change_are_told() throws IOException {
        assertThat(ask("rtagns", Json.object("endpoint", "rtagns", "name", "basic")))
                .isEqualTo(Json.parse("{\"strarr\":[\"acct\"]}"));
    }

    @Test
    void a_newcomer_is_described_linked_once_and_then_known() throws IOException {
        api().post(
                        "/api/v1/auth/signup",
                        Json.object("username", "New.Ann", "password", Person.PASSWORD, "display_name", "Ann \u2603"))
                .expect(201);
        String right = "new.ann:" + Person.PASSWORD;
        assertThat(ask("auth", secret(right, "192.0.2.1:1"))).isEqualTo(Json.parse("""
                {"rec": {"authlvl": "auth", "features": "V", "state": "ok", "tags": ["acct:new.ann"]},
                 "newacc": {"auth": "JRWPAS", "anon": "N", "public": {"fn": "Ann \u2603"}}}"""));
        assertThat(ask("link", link(right, UID))).isEmpty();
        assertThat(ask("link", link(right, UID))).as("again").isEmpty();
        assertThat(ask("link", link(right, OTHER))).isEqualTo(Json.object("err", "duplicate value"));

        assertThat(ask("auth", secret(right, "192.0.2.1:2"))).isEqualTo(Json.parse("""
                {"rec": {"uid": "lGo0QgK6PbA", "authlvl": "auth", "features": "V", "state": "undef"}}"""));
        assertThat(ask("del", Json.object("rec", Json.object("uid", UID))))
                .as("it would be missed")
                .isEqualTo(Json.object("err", "unsupported"));
        assertThat(ask("del", Json.object("rec", Json.object("uid", OTHER)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkunique", "add", "upd", "gen", "whatever", "AUTH"})
    void accounts_are_not_made_or_changed_there(String endpoint) throws IOException {
        assertThat(ask(endpoint, secret("somebody:" + Person.PASSWORD, "")))
                .isEqualTo(Json.object("err", "unsupported"));
    }

    @ParameterizedTest
    @CsvSource({
        "auth, {}, malformed",
        "auth, '', malformed",
        "auth, [], malformed",
        "auth, '{\"secret\":7}', malformed",
        "auth, '{\"secret\":\"!\"}', malformed",
        "auth, '{\"secret\":\"YTpi\",\"addr\":7}', malformed",
        "auth, '{\"secret\":\"gDo=\"}', failed", // no UTF-8
        "auth, '{\"secret\":\"\"}', failed",
        "auth, '{\"secret\":\"YTpi\"}', failed",
        "auth, '{\"secret\":\"bm8gdG9rZW4=\"}', failed",
        "link, '{\"secret\":\"YTpi\"}', malformed",
        "link, '{\"secret\":\"YTpi\",\"rec\":[]}', malformed",
        "link, '{\"secret\":\"YTpi\",\"rec\":{\"uid\":\"lGo0QgK6Pb/\"}}', malformed",
        "link, '{\"secret\":\"YTpi\",\"rec\":{\"uid\":\"lGo0QgK6PbA\"}}', failed",
        "del, '{\"rec\":{\"uid\":\"usrlGo0QgK6PbA\"}}', malformed"
    })
    void what_cannot_be_read_or_is_nobodys_is_refused_in_tinodes_words(String endpoint, String body, String word)
            throws IOException {
        Answer answer =
                post(port(), "/tinode/auth/" + SECRET_PATH + "/" + endpoint, body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.expect(200).json()).isEqualTo(Json.object("err", word));
    }

    @Test
    void logins_are_counted_by_the_address_that_tinode_tells_whatever_its_port() throws IOException {
        for (int i = 0; i < 30; i++) {
            String address = i == 0 ? "2001:db8::1" : "[2001:db8::" + i + "]:" + (1_000 + i);
            assertThat(ask("auth", secret("nobody" + i + ":wrong horse", address)))
                    .isEqualTo(Json.object("err", "failed"));
        }
        assertThat(ask("auth", secret("nobody30:wrong horse", "[2001:db8::6]:7")))
                .isEqualTo(Json.object("err", "policy"));
        assertThat(ask("auth", secret("nobody31:wrong horse", "[2001:db8:0:1::1]:7")))
                .isEqualTo(Json.object("err", "failed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tinode/auth/Tinode_knows-this-0123456789abcdeF/rtagns",
                "/tinode/auth/Tinode_knows-this-0123456789abcde/rtagns",
                "/tinode/auth//rtagns",
                "/tinode/auth/" + SECRET_PATH,
                "/tinode/auth/" + SECRET_PATH + "/",
                "/tinode/auth/" + SECRET_PATH + "/rtagns/more"
            })
    void who_does_not_know_the_path_finds_nothing(String path) throws IOException {
        post(port(), path, new byte[0]).expectRefusal(404, "not_found");
    }

    @Test
    void without_the_setting_there_is_nothing(@TempDir Path directory) throws IOException {
        try (RunningServer server = RunningServer.start(StoreKind.SQLITE, directory, Map.of())) {
            post(server.port(), "/tinode/auth/" + SECRET_PATH + "/rtagns", new byte[0])
                    .expectRefusal(404, "not_found");
        }
    }

    @Test
    void the_path_is_in_no_log(@TempDir Path directory) throws IOException {
        Map<String, String> settings =
                RunningServer.settings(directory, Map.of("TINODE_AUTH_PATH", SECRET_PATH, "LOG_LEVEL", "trace"));
        try (ServerProcess server = ServerProcess.start(directory, settings)) {
            int port = server.awaitPort();
            String path = "/tinode/auth/" + SECRET_PATH + "/auth";
            post(port, path, new byte[0]).expect(200);
            post(port, path, new byte[1 << 20]).expect(413);
            post(port, path + "/more", new byte[0]).expect(404);
            send(port, "GET", path, new byte[0]).expect(405);
            server.terminate();
            server.awaitExit();

            assertThat(server.output())
                    .contains("POST /tinode/auth/... is refused")
                    .doesNotContain(SECRET_PATH);
        }
    }

    @Test
    void a_store_that_is_away_is_an_internal_error_there(@TempDir Path directory) throws IOException {
        MongoServer mongo = new MongoServer(new MemoryBackend());
        Map<String, String> settings = RunningServer.settings(
                directory, Map.of("MONGODB_URI", mongo.bindAndGetConnectionString(), "TINODE_AUTH_PATH", SECRET_PATH));
        try (InProcess server = InProcess.start(settings, directory)) {
            ObjectNode right = secret("ann:" + Person.PASSWORD, "192.0.2.9:1");
            Person.signUp(Api.to(server.port()), "ann");
            assertThat(ask(server.port(), "auth", right).has("newacc")).isTrue();
            mongo.shutdownNow();

            assertThat(ask(server.port(), "auth", right)).isEqualTo(Json.object("err", "internal"));
        } finally {
            mongo.shutdownNow();
        }
    }
}
