package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.UserId;
import dev.parley.security.JwtAccessTokens;
import dev.parley.security.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes access tokens that a server would not make, of such as it made. */
final class Tokens {
    private Tokens() {}

    /** A genuine token of the person's session with another life; over already if that is negative. */
    static String lasting(Duration life, Person person) {
        Instant now = Instant.now();
        AccessClaims claims = new AccessClaims(new UserId(person.id()), new SessionId(session(person)), now.plus(life));
        return new JwtAccessTokens(SigningKeys.of("main", RunningServer.SECRET)).sign(claims, now);
    }

    static String session(Person person) {
        return payload(person).path("sid").asText();
    }

    static ObjectNode payload(Person person) {
        return (ObjectNode) part(person, 1);
    }

    static ObjectNode header(Person person) {
        return (ObjectNode) part(person, 0);
    }

    private static JsonNode part(Person person, int index) {
        return Json.parse(Base64.getUrlDecoder().decode(person.accessToken().split("\\.", -1)[index]));
    }

    static String signed(JsonNode header, JsonNode payload, String secret) {
        String body = encoded(Json.bytes(header)) + "." + encoded(Json.bytes(payload));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return body + "." + encoded(mac.doFinal(body.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    static String unsigned(JsonNode header, JsonNode payload) {
        return encoded(Json.bytes(header)) + "." + encoded(Json.bytes(payload)) + ".";
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
