package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens that prove nothing, by header, by subprotocol and by frame. */
class BadTokenTest extends OnSqlite {
    private static final String OTHER_SECRET = "another secret that is 32 bytes or more";

    @Test
    void without_a_signature_or_with_another_one_it_is_not_valid() {
        Person ann = person("forger");
        ObjectNode header = Tokens.header(ann);
        ObjectNode payload = Tokens.payload(ann);
        Map<String, String> forged = Map.of(
                "alg=none", Tokens.unsigned(header.deepCopy().put("alg", "none"), payload),
                "alg=None, signed", Tokens.signed(header.deepCopy().put("alg", "None"), payload, RunningServer.SECRET),
                "no signature", Tokens.unsigned(header, payload),
                "another key", Tokens.signed(header, payload, OTHER_SECRET),
                "another kid", Tokens.signed(header.deepCopy().put("kid", "../main"), payload, RunningServer.SECRET),
                "another user", Tokens.signed(header, payload.deepCopy().put("sub", "1"), OTHER_SECRET),
                "cut", ann.accessToken().substring(0, ann.accessToken().length() - 1),
                "garbage", "garbage",
                "three dots", "...",
                "long", "x".repeat(5_000));
        forged.forEach((name, token) -> expectRefused(token, "invalid_token"));
    }

    @Test
    void without_an_end_it_is_not_valid_and_after_its_end_it_is_over() {
        Person ann = person("endless");
        ObjectNode endless = Tokens.payload(ann);
        endless.remove("exp");
        expectRefused(Tokens.signed(Tokens.header(ann), endless, RunningServer.SECRET), "invalid_token");
        expectRefused(Tokens.lasting(Duration.ofSeconds(-1), ann), "token_expired");
    }

    @Test
    void of_a_session_that_is_over_or_never_was_it_is_revoked() {
        Person ann = person("gone");
        ann.api().post("/api/v1/auth/logout").expect(204);
        expectRefused(ann.accessToken(), "session_revoked");
        ObjectNode unknown = Tokens.payload(ann).put("sid", "A".repeat(22));
        expectRefused(Tokens.signed(Tokens.header(ann), unknown, RunningServer.SECRET), "session_revoked");
    }

    private void expectRefused(String token, String code) {
        api().as(token).get("/api/v1/me").expectRefusal(401, code);
        api().as(token).get("/messages").expectRefusal(401, code);
        api().as(token).post(MESSAGES, Json.object("content", "x")).expectRefusal(401, code);
        TestSocket.to(port())
                .header("Authorization", "Bearer " + token)
                .refused()
                .expectRefusal(401, code);
        TestSocket.to(port()).protocols("parley.v1, bearer." + token).refused().expectRefusal(401, code);
    }

    @Test
    void what_is_no_bearer_is_nobody() {
        Person ann = person("basic");
        for (String header :
                new String[] {"Basic YTpi", ann.accessToken(), "Bearer", "bearer", "Token " + ann.accessToken()}) {
            api().with("Authorization", header).get("/api/v1/me").expectRefusal(401, "unauthenticated");
        }
        api().get("/api/v1/me?access_token=" + ann.accessToken()).expectRefusal(401, "unauthenticated");
    }
}
