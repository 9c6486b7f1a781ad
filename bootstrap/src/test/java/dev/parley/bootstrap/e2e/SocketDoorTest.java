package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may open a socket, how one says who one is, and from which pages. */
class SocketDoorTest extends OnSqlite {
    private static final String OURS = "https://chat.example";
    private static final String OWN = "https://parley.example";

    SocketDoorTest() {
        super(Map.of("CLIENT_URL", OURS, "BASE_URL", OWN + "/"));
    }

    @Test
    void a_header_says_who_one_is() {
        Person ann = person("by-header");
        try (TestSocket socket = TestSocket.to(port())
                .header("Authorization", "bearer " + ann.accessToken())
                .open()) {
            expectHello(socket, ann);
            assertThat(socket.handshake().header("sec-websocket-protocol")).isNull();
        }
    }

    @Test
    void a_subprotocol_says_who_one_is_and_is_not_echoed() {
        Person ann = person("by-protocol");
        try (TestSocket socket = TestSocket.to(port())
                .protocols("parley.v1, bearer." + ann.accessToken())
                .open()) {
            expectHello(socket, ann);
            assertThat(socket.handshake().header("sec-websocket-protocol")).isEqualTo("parley.v1");
        }
    }

    @Test
    void the_first_frame_says_who_one_is() {
        Person ann = person("by-frame");
        try (TestSocket socket = TestSocket.to(port()).protocols("parley.v1").open()) {
            String ref = socket.ask(Json.frame("auth", "token", ann.accessToken()));
            expectHello(socket, ann);
            assertThat(socket.answer(ref).path("type").asText()).isEqualTo("ok");
        }
    }

    private static void expectHello(TestSocket socket, Person person) {
        JsonNode hello = socket.await("hello");
        assertThat(hello.path("user").path("username").asText()).isEqualTo(person.username());
        assertThat(hello.path("session").asText()).isEqualTo(Tokens.session(person));
        assertThat(hello.path("heartbeat_ms").asInt()).isPositive();
        assertThat(hello.path("limits").path("max_message_length").asInt()).isEqualTo(1000);
        JsonNode general = hello.path("rooms").path(0);
        assertThat(general.path("id").asInt()).isEqualTo(1);
        assertThat(general.path("name").asText()).isEqualTo("General");
        assertThat(general.path("kind").asText()).isEqualTo("public");
        assertThat(general.path("last_seq").isIntegralNumber()).isTrue();
        assertThat(general.path("last_rev").isIntegralNumber()).isTrue();
        assertThat(general.path("read_seq").isIntegralNumber()).isTrue();
    }

    @Test
    void the_header_counts_before_all_else() {
        Person ann = person("both-ways");
        TestSocket.to(port())
                .header("Authorization", "Bearer nonsense")
                .protocols("parley.v1, bearer." + ann.accessToken())
                .refused()
                .expectRefusal(401, "invalid_token");
    }

    @Test
    void before_it_is_known_who_is_there_nothing_else_is_served() {
        Person ann = person("stranger");
        try (TestSocket socket = TestSocket.to(port()).open()) {
            socket.send(Json.frame("send", "room", 1, "content", "hi", "client_id", "x"));
            assertThat(socket.await("error").path("code").asText()).isEqualTo("unauthenticated");
            assertThat(socket.awaitClose()).isEqualTo(4401);
        }
        try (TestSocket socket = TestSocket.to(port()).open()) {
            socket.send(Json.frame("auth", "token", ann.accessToken() + "x"));
            assertThat(socket.await("error").path("code").asText()).isEqualTo("invalid_token");
            assertThat(socket.awaitClose()).isEqualTo(4401);
        }
    }

    @Test
    void a_token_in_the_address_is_refused() {
        Person ann = person("in-address");
        for (String name : new String[] {"token", "access_token"}) {
            TestSocket.to(port())
                    .query(name + "=" + ann.accessToken())
                    .refused()
                    .expectRefusal(401, "unauthenticated");
        }
        TestSocket.to(port()).query("ticket=" + ann.accessToken()).refused().expectRefusal(401, "invalid_token");
    }

    @Test
    void another_subprotocol_is_refused() {
        TestSocket.to(port()).protocols("mqtt").refused().expectRefusal(400, "bad_request");
    }

    @Test
    void one_who_comes_often_is_let_in_each_time() {
        Person ann = person("often");
        for (int i = 0; i < 40; i++) {
            TestSocket.to(port()).path("/ws").as(ann).open().close();
            TestSocket late = TestSocket.to(port()).path("/ws/General").open();
            late.send(Json.frame("auth", "token", ann.accessToken()));
            late.send(Json.object("content", "again " + i));
            assertThat(late.next().path("content").asText()).isEqualTo("again " + i);
            late.close();
        }
    }

    @Test
    void the_path_of_a_socket_takes_upgrades_alone_and_no_other_method() {
        for (String path : new String[] {TestSocket.PATH, "/ws", "/ws/Hall"}) {
            api().get(path).expectRefusal(404, "not_found");
            Answer refused = api().post(path).expectRefusal(405, "method_not_allowed");
            assertThat(refused.header("allow")).isEqualTo("GET");
        }
    }

    @Test
    void where_there_is_no_socket_an_upgrade_is_refused_and_nothing_is_kept_of_it() {
        for (String path : new String[] {"/nothing", "/ws/", "/ws/a/b"}) {
            Answer refused = TestSocket.to(port()).path(path).refused().expectRefusal(404, "not_found");
            assertThat(refused.header("set-cookie")).as(path).isNull();
        }
    }

    @Test
    void pages_of_foreign_origins_open_no_socket() {
        Person ann = person("origins");
        for (String origin : new String[] {"https://evil.example", "http://chat.example", OURS + ":444", "null", "%"}) {
            TestSocket.to(port())
                    .header("Authorization", "Bearer " + ann.accessToken())
                    .header("Origin", origin)
                    .refused()
                    .expectRefusal(403, "origin_not_allowed");
        }
        for (String origin : new String[] {OURS, OWN, "http://localhost:" + port()}) {
            try (TestSocket socket = TestSocket.to(port())
                    .header("Authorization", "Bearer " + ann.accessToken())
                    .header("Origin", origin)
                    .open()) {
                socket.await("hello");
            }
        }
    }

    @Test
    void pages_of_our_origins_alone_open_streams() {
        Person ann = person("stream-origins");
        Answer refused = ann.api()
                .with("Origin", "https://evil.example")
                .get(TestStream.PATH)
                .expectRefusal(403, "origin_not_allowed");
        assertThat(refused.header("access-control-allow-origin")).isNull();
        Map<String, String> ours = Map.of("Origin", OURS, "Authorization", "Bearer " + ann.accessToken());
        try (TestStream stream = TestStream.open(port(), "", ours, 0)) {
            stream.await("hello");
            assertThat(stream.head().header("access-control-allow-origin")).isEqualTo(OURS);
            assertThat(stream.head().header("vary")).isEqualTo("Origin");
        }
        Answer stranger = api().with("Origin", OURS).get(TestStream.PATH).expectRefusal(401, "unauthenticated");
        assertThat(stranger.header("access-control-allow-origin")).isEqualTo(OURS); // Or the page could not read it.
        Answer preflight = api().with("Origin", OURS)
                .with("Access-Control-Request-Method", "GET")
                .with("Access-Control-Request-Headers", "authorization,last-event-id")
                .send("OPTIONS", TestStream.PATH, BodyPublishers.noBody())
                .expect(204);
        assertThat(preflight.header("access-control-allow-headers")).contains("Last-Event-ID");
    }

    @Test
    void pages_of_our_origins_are_told_what_they_may_send() {
        Answer preflight = api().with("Origin", OURS)
                .with("Access-Control-Request-Method", "PATCH")
                .with("Access-Control-Request-Headers", "authorization,content-type")
                .send("OPTIONS", "/api/v1/rooms/1/messages/1", BodyPublishers.noBody())
                .expect(204);

        assertThat(preflight.header("access-control-allow-origin")).isEqualTo(OURS);
        assertThat(preflight.header("access-control-allow-methods")).contains("PATCH", "DELETE", "PUT");
        assertThat(preflight.header("access-control-allow-headers")).contains("Authorization", "Content-Type");
        assertThat(preflight.header("vary")).contains("Origin");
        Answer answer = api().with("Origin", OURS).get("/health").expect(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo(OURS);
    }

    @Test
    void pages_of_foreign_origins_are_refused_before_anything_happens() {
        Api evil = api().with("Origin", "https://evil.example");
        evil.send("OPTIONS", "/api/v1/me", BodyPublishers.noBody()).expectRefusal(403, "origin_not_allowed");
        Answer answer = evil.post("/signup", Json.object("email", "evil@example.com", "password", Person.PASSWORD))
                .expectRefusal(403, "origin_not_allowed");
        assertThat(answer.header("access-control-allow-origin")).isNull();
        api().post("/signup", Json.object("email", "evil@example.com", "password", Person.PASSWORD))
                .expect(201);
    }
}
