package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Where one is signed in, how to end it there, and what a new password ends. */
class DevicesTest extends OnEveryStore {
    private static final String SESSIONS = "/api/v1/auth/sessions";
    private static final String PASSWORD = "/api/v1/auth/password";
    private static final String LOGIN = "/api/v1/auth/login";
    private static final String ME = "/api/v1/me";
    private static final String NEW = "battery staple";

    private static List<JsonNode> sessions(Person person) {
        JsonNode list = person.api().get(SESSIONS).expect(200).json().path("sessions");
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static String path(Person person) {
        return SESSIONS + "/" + Tokens.session(person);
    }

    private Person login(Api from, String name, Object... more) {
        JsonNode body = Json.object("login", name, "password", Person.PASSWORD).setAll(Json.object(more));
        return Person.of(api(), from.post(LOGIN, body).expect(200));
    }

    private static String device(Person person) {
        return sessions(person).stream()
                .filter(session -> session.path("current").booleanValue())
                .findFirst()
                .orElseThrow()
                .path("device")
                .asText();
    }

    @Test
    void one_sees_where_one_is_signed_in() {
        Person ann = person("lister");
        Person phone = login(api(), "lister", "device", "Ann's phone");
        person("somebody-else");

        List<JsonNode> seen = sessions(ann);

        assertThat(seen).hasSize(2);
        JsonNode own = seen.get(0); // It asked just now.
        assertThat(own.path("id").asText()).isEqualTo(Tokens.session(ann));
        assertThat(own.path("current").booleanValue()).isTrue();
        JsonNode other = seen.get(1);
        assertThat(other.path("id").asText()).isEqualTo(Tokens.session(phone));
        assertThat(other.path("current").booleanValue()).isFalse();
        assertThat(other.path("device").asText()).isEqualTo("Ann's phone");
        Instant created = Instant.parse(other.path("created_at").asText());
        assertThat(Instant.parse(other.path("last_used_at").asText())).isEqualTo(created);
        assertThat(Instant.parse(other.path("expires_at").asText())).isAfter(created.plusSeconds(86_400 * 29L));

        phone.api().get(ME).expect(200);
        assertThat(sessions(ann))
                .filteredOn(session -> session.path("device").asText().equals("Ann's phone"))
                .allSatisfy(session -> assertThat(
                                Instant.parse(session.path("last_used_at").asText()))
                        .isAfter(created));
    }

    @Test
    void a_device_is_called_what_it_says_or_what_its_program_is_called() {
        person("namer");
        Api firefox =
                api().with("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        assertThat(device(login(firefox, "namer"))).isEqualTo("Firefox on Linux");
        assertThat(device(login(firefox, "namer", "device", "My laptop"))).isEqualTo("My laptop");
        assertThat(device(login(firefox, "namer", "device", " \u202e\u0007 "))).isEqualTo("Firefox on Linux");
        Api edge = api().with(
                        "User-Agent",
                        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0");
        assertThat(device(login(edge, "namer"))).isEqualTo("Edge on Windows");
        assertThat(device(login(api().with("User-Agent", "curl/8.5.0 (x)"), "namer")))
                .isEqualTo("curl/8.5.0");
        assertThat(device(login(api(), "namer", "device", "<b>x</b>\r\nSet-Cookie: a\u0000" + "👩‍🚀".repeat(100))))
                .startsWith("<b>x</b> Set-Cookie: a 👩")
                .satisfies(name ->
                        assertThat(name.codePointCount(0, name.length())).isLessThanOrEqualTo(64));
        api().post(LOGIN, Json.object("login", "namer", "password", Person.PASSWORD, "device", 7))
                .expectRefusal(400, "invalid_field");
    }

    @Test
    void who_is_refused_for_the_name_of_its_device_can_still_sign_up() {
        JsonNode wish = Json.object("username", "newcomer", "password", Person.PASSWORD);
        api().post("/api/v1/auth/signup", wish.<ObjectNode>deepCopy().put("device", 7))
                .expectRefusal(400, "invalid_field");
        Answer answer = api().post(
                        "/api/v1/auth/signup", wish.<ObjectNode>deepCopy().put("device", "phone"))
                .expect(201);
        assertThat(device(Person.of(api(), answer))).isEqualTo("phone");
    }

    @Test
    void a_device_may_get_another_name_when_it_refreshes() {
        Person ann = person("renamer");
        Person next = refreshed(ann, "device", "Kitchen tablet");
        assertThat(device(next)).isEqualTo("Kitchen tablet");
        api().post("/api/v1/auth/refresh", Json.object("refresh_token", next.refreshToken(), "device", 7))
                .expectRefusal(400, "invalid_field"); // The token is still good.
        assertThat(device(refreshed(next))).isEqualTo("Kitchen tablet");
    }

    private Person refreshed(Person person, Object... more) {
        JsonNode body = Json.object("refresh_token", person.refreshToken()).setAll(Json.object(more));
        return Person.of(api(), api().post("/api/v1/auth/refresh", body).expect(200));
    }

    @Test
    void a_session_of_a_published_contract_is_listed_and_ended_like_others() {
        Person ann = person("contractor");
        String token = api().with("User-Agent", "old-client/1.0")
                .post("/login", Json.object("username", "contractor", "password", Person.PASSWORD))
                .expect(200)
                .json()
                .path("token")
                .asText();
        JsonNode session = sessions(ann).stream()
                .filter(each -> each.path("device").asText().equals("old-client/1.0"))
                .findFirst()
                .orElseThrow();
        ann.api().delete(SESSIONS + "/" + session.path("id").asText()).expect(204);
        api().as(token).get("/messages").expectRefusal(401, "session_revoked");
    }

    @Test
    void one_signs_out_elsewhere_and_here() {
        Person ann = person("ender");
        Person phone = ann.onAnotherDevice();
        try (TestSocket socket = phone.listening();
                TestStream stream = phone.stream()) {
            stream.await("hello");
            ann.api().delete(path(phone)).expect(204);
            phone.api().get(ME).expectRefusal(401, "session_revoked");
            assertThat(socket.awaitClose()).isEqualTo(4403);
            stream.awaitEnd();
        }
        ann.api().delete(path(phone)).expectRefusal(404, "session_not_found");
        assertThat(sessions(ann)).hasSize(1);
        ann.api().delete(path(ann)).expect(204);
        ann.api().get(ME).expectRefusal(401, "session_revoked");
    }

    @Test
    void nobody_ends_the_sessions_of_others() {
        Person ann = person("victim");
        Person mallory = person("mallory");
        mallory.api().delete(path(ann)).expectRefusal(404, "session_not_found");
        for (String id : List.of("x", "a".repeat(64), "a".repeat(2_000), "%22")) {
            mallory.api().delete(SESSIONS + "/" + id).expectRefusal(404, "session_not_found");
        }
        ann.api().get(ME).expect(200);
        mallory.api().get(ME).expect(200);
    }

    @Test
    void a_new_password_ends_the_other_sessions_and_keeps_this_one() {
        Person ann = person("changer");
        Person phone = ann.onAnotherDevice();
        try (TestSocket own = ann.listening();
                TestSocket other = phone.listening()) {
            ann.api()
                    .post(PASSWORD, Json.object("current", Person.PASSWORD, "new", NEW))
                    .expect(204);

            phone.api().get(ME).expectRefusal(401, "session_revoked");
            api().post("/api/v1/auth/refresh", Json.object("refresh_token", phone.refreshToken()))
                    .expectRefusal(401, "invalid_refresh_token");
            assertThat(other.awaitClose()).isEqualTo(4403);
            ann.say("still here");
            assertThat(own.await("message").path("message").path("content").asText())
                    .isEqualTo("still here");
        }
        api().post(LOGIN, Json.object("login", "changer", "password", Person.PASSWORD))
                .expectRefusal(401, "invalid_credentials");
        api().post(LOGIN, Json.object("login", "changer", "password", NEW)).expect(200);
    }

    @Test
    void a_wrong_or_impossible_password_changes_nothing() {
        Person ann = person("keeper");
        Person phone = ann.onAnotherDevice();
        for (String current : List.of("", "wrong horse", "x".repeat(100))) {
            ann.api()
                    .post(PASSWORD, Json.object("current", current, "new", NEW))
                    .expectRefusal(403, "wrong_password");
        }
        for (String next : List.of("", "short", "x".repeat(73), "with\0nul-in-it")) {
            ann.api()
                    .post(PASSWORD, Json.object("current", Person.PASSWORD, "new", next))
                    .expectRefusal(400, "invalid_password");
        }
        ann.api().post(PASSWORD, Json.object("new", NEW)).expectRefusal(400, "invalid_field");
        api().post(PASSWORD, Json.object("current", Person.PASSWORD, "new", NEW))
                .expectRefusal(401, "unauthenticated");
        phone.api().get(ME).expect(200);
        ann.onAnotherDevice();
    }
}
