package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Somebody with an account and an open session.
 *
 * @param api speaks in the person's name
 */
record Person(long id, String username, String accessToken, String refreshToken, Api api) {
    static final String PASSWORD = "correct horse";
    static final String MESSAGES = "/api/v1/rooms/1/messages";

    static Person signUp(Api anybody, String username) {
        return of(
                anybody,
                anybody.post("/api/v1/auth/signup", Json.object("username", username, "password", PASSWORD))
                        .expect(201));
    }

    /** The person with one more session. */
    Person onAnotherDevice() {
        Api anybody = Api.to(api.port());
        return of(
                anybody,
                anybody.post("/api/v1/auth/login", Json.object("login", username, "password", PASSWORD))
                        .expect(200));
    }

    /** Whom the tokens belong to. */
    static Person of(Api anybody, Answer tokens) {
        JsonNode json = tokens.json();
        String accessToken = json.path("access_token").asText();
        return new Person(
                json.path("user").path("id").longValue(),
                json.path("user").path("username").asText(),
                accessToken,
                json.path("refresh_token").asText(),
                anybody.as(accessToken));
    }

    /** Sends to General and returns the message. */
    JsonNode say(String content) {
        return api.post(MESSAGES, Json.object("content", content)).expect(201).json();
    }

    /** An open socket of which the {@code hello} has not been read. */
    TestSocket socket() {
        return TestSocket.open(api.port(), accessToken);
    }

    /** An open event stream that starts now, of which the {@code hello} has not been read. */
    TestStream stream() {
        return TestStream.open(api.port(), accessToken);
    }

    /** An open event stream that goes on behind this event. */
    TestStream stream(String lastEventId) {
        return TestStream.resume(api.port(), accessToken, lastEventId);
    }

    /** An open socket to which everything flows at once that happens from now on. */
    TestSocket listening() {
        TestSocket socket = socket();
        ObjectNode cursors = Json.object();
        socket.await("hello")
                .path("rooms")
                .forEach(room -> cursors.set(room.path("id").asText(), room.path("last_rev")));
        socket.demand(Json.frame("resume", "cursors", cursors));
        cursors.forEach(room -> socket.await("caught_up"));
        socket.unread();
        return socket;
    }
}
