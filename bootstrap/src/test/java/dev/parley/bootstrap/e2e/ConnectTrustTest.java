package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contract E where the operator believes names: what is opened by that, and that it is nothing else. */
class ConnectTrustTest extends OnEveryStore {
    ConnectTrustTest() {
        super(Map.of("CONNECT_AUTH", "username", "PARLEY_ADMINS", "t-admin"));
    }

    private Opening opening(String path) {
        return TestSocket.to(server().port()).path(path);
    }

    @Test
    void the_name_of_a_user_is_enough_to_talk_and_to_delete_an_own_room() {
        person("t-ann");
        person("t-bob");
        TestSocket hers = opening("/ws/Porch").query("username=t-ann").open();
        TestSocket his = opening("/ws/Porch").query("username=T-BOB").open();
        hers.send(Json.object("room_id", "Porch", "username", "t-ann", "content", "Hello!"));
        assertThat(his.next().path("username").asText()).isEqualTo("t-ann");
        his.send(Json.object("username", "t-ann", "content", "x"));
        assertThat(his.next().path("code").asText()).isEqualTo("wrong_user");

        api().delete("/rooms?name=Porch&username=t-bob").expectRefusal(403, "role_too_low");
        api().delete("/rooms?name=Porch&username=t-ann").expect(200);
        assertThat(hers.awaitClose()).isEqualTo(4404);
    }

    @Test
    void the_name_of_an_admin_is_that_of_anybody() {
        Person admin = person("t-admin");
        person("t-owner");
        opening("/ws/Attic").query("username=t-owner").open().close();
        opening("/ws/Attic").query("username=t-admin").open().close();
        api().delete("/rooms?name=Attic&username=t-admin").expectRefusal(403, "role_too_low");
        admin.api().delete("/rooms?name=Attic&username=t-admin").expect(200);
    }

    @Test
    void the_operator_is_warned() {
        assertThat(server().startWarnings()).singleElement().asString().startsWith("CONNECT_AUTH is 'username'");
    }

    @Test
    void a_name_of_nobody_is_not() {
        for (String name : List.of("t-nobody", "", "%20", "a%00b")) {
            opening("/ws/General").query("username=" + name).refused().expectRefusal(401, "invalid_credentials");
            api().delete("/rooms?name=General&username=" + name).expectRefusal(401, "invalid_credentials");
        }
        api().delete("/rooms?name=General").expectRefusal(401, "unauthenticated");
    }

    @Test
    void a_token_counts_where_there_is_one() {
        Person ann = person("t-token");
        person("t-victim");
        opening("/ws/General").query("username=t-victim").as(ann).refused().expectRefusal(403, "wrong_user");
        ann.api().delete("/rooms?name=General&username=t-victim").expectRefusal(403, "wrong_user");
        api().as("forged").delete("/rooms?name=General&username=t-victim").expectRefusal(401, "invalid_token");
    }

    @Test
    void a_session_that_has_ended_does_not_go_on_by_its_name() {
        Person ann = person("t-gone");
        String ticket = ann.api()
                .post("/api/v1/ws-tickets")
                .expect(201)
                .json()
                .path("ticket")
                .asText();
        ann.api().post("/api/v1/auth/logout").expect(204);
        opening("/ws/General").query("username=t-gone").as(ann).refused().expectRefusal(401, "session_revoked");
        opening("/ws/General")
                .query("username=t-gone&ticket=" + ticket)
                .refused()
                .expectRefusal(401, "session_revoked");
        opening("/ws/General")
                .query("username=t-gone")
                .protocols("parley.v1, bearer." + ann.accessToken())
                .refused()
                .expectRefusal(401, "session_revoked");
        ann.api().delete("/rooms?name=General&username=t-gone").expectRefusal(401, "session_revoked");
    }

    @Test
    void a_private_group_is_not_reached_by_its_name() {
        Person ann = person("t-hostess");
        String room = ann.api()
                .post("/api/v1/rooms", Json.object("name", "Trusted", "kind", "group"))
                .expect(201)
                .json()
                .path("id")
                .asText();
        api().delete("/rooms?name=Trusted&username=t-hostess").expectRefusal(404, "room_not_found");
        TestSocket socket = opening("/ws/Trusted").query("username=t-hostess").open();
        socket.send(Json.object("content", "in another room"));
        assertThat(socket.next().path("content").asText()).isEqualTo("in another room");
        assertThat(ann.api()
                        .get("/api/v1/rooms/" + room + "/messages")
                        .expect(200)
                        .json()
                        .path("messages"))
                .isEmpty();
    }

    @Test
    void it_opens_nothing_else() {
        person("t-careful");
        String query = "username=t-careful";
        api().get("/api/rooms?" + query).expectRefusal(401, "unauthenticated");
        api().get("/api/messages?roomId=1&" + query).expectRefusal(401, "unauthenticated");
        api().get("/messages?" + query).expectRefusal(401, "unauthenticated");
        api().get("/messages/group?group_id=1&" + query).expectRefusal(401, "unauthenticated");
        api().get("/api/v1/me?" + query).expectRefusal(401, "unauthenticated");
        api().post("/api/v1/ws-tickets?" + query).expectRefusal(401, "unauthenticated");
        for (String path : List.of("/ws", "/ws?roomId=1", TestSocket.PATH)) {
            String separator = path.contains("?") ? "&" : "?";
            TestSocket stranger = opening(path + separator + query).open();
            stranger.send(Json.object("type", "message", "group_id", 1, "content", "x"));
            assertThat(stranger.next().path("code").asText()).isEqualTo("unauthenticated");
            assertThat(stranger.awaitClose()).isEqualTo(4401);
        }
    }

    @Test
    void a_page_of_a_foreign_origin_is_not_let_in() {
        person("t-page");
        opening("/ws/General")
                .query("username=t-page")
                .header("Origin", "https://evil.example")
                .refused()
                .expectRefusal(403, "origin_not_allowed");
    }
}
