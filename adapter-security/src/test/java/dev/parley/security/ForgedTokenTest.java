package dev.parley.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens made by hand, most of them with the right key: the signature alone does not make a token good. */
class ForgedTokenTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final String SECRET = "a secret of at least thirty-two bytes";
    private static final String HEADER = "{\"alg\":\"HS256\",\"kid\":\"k\"}";
    private static final String SID = "\"sid\":\"abcdefghijklmnopqrstuv\"";
    private static final String EXP = "\"exp\":1800000900";
    private static final String PAYLOAD = "{\"sub\":\"7\"," + SID + "," + EXP + "}";

    private final JwtAccessTokens tokens = new JwtAccessTokens(SigningKeys.of("k", SECRET));

    @Test
    void the_token_that_all_others_here_differ_from_is_good() {
        assertThat(tokens.verify(hmac(HEADER, PAYLOAD, "HmacSHA256"), NOW))
                .satisfies(claims -> assertThat(claims.user()).isEqualTo(new UserId(7)))
                .satisfies(claims -> assertThat(claims.session()).isEqualTo(new SessionId("abcdefghijklmnopqrstuv")))
                .satisfies(claims -> assertThat(claims.expiresAt()).isEqualTo(NOW.plusSeconds(900)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the user
                "{" + SID + "," + EXP + "}",
                "{\"sub\":null," + SID + "," + EXP + "}",
                "{\"sub\":7," + SID + "," + EXP + "}",
                "{\"sub\":[\"7\"]," + SID + "," + EXP + "}",
                "{\"sub\":\"\"," + SID + "," + EXP + "}",
                "{\"sub\":\"alice\"," + SID + "," + EXP + "}",
                "{\"sub\":\"0\"," + SID + "," + EXP + "}",
                "{\"sub\":\"-7\"," + SID + "," + EXP + "}",
                "{\"sub\":\"+7\"," + SID + "," + EXP + "}",
                "{\"sub\":\"7.0\"," + SID + "," + EXP + "}",
                "{\"sub\":\" 7\"," + SID + "," + EXP + "}",
                "{\"sub\":\"٧\"," + SID + "," + EXP + "}",
                "{\"sub\":\"9007199254740992\"," + SID + "," + EXP + "}",
                "{\"sub\":\"99999999999999999999999\"," + SID + "," + EXP + "}",
                // the session
                "{\"sub\":\"7\"," + EXP + "}",
                "{\"sub\":\"7\",\"sid\":\"short\"," + EXP + "}",
                "{\"sub\":\"7\",\"sid\":1234567890123456789012," + EXP + "}",
                "{\"sub\":\"7\",\"sid\":\"abcdefghijklmnopqrstu/\"," + EXP + "}",
                // the end
                "{\"sub\":\"7\"," + SID + "}",
                "{\"sub\":\"7\"," + SID + ",\"exp\":null}",
                "{\"sub\":\"7\"," + SID + ",\"exp\":\"1800000900\"}",
                "{\"sub\":\"7\"," + SID + ",\"exp\":true}",
                "{\"sub\":\"7\"," + SID + ",\"exp\":9223372036854775807}",
                "{\"sub\":\"7\"," + SID + ",\"exp\":-9223372036854775808}",
                "{\"sub\":\"7\"," + SID + ",\"exp\":99999999999999999999999999}",
                "{\"sub\":\"7\"," + SID + ",\"exp\":1e400}",
                // the beginning, and what is no object
                "{\"sub\":\"7\"," + SID + "," + EXP + ",\"nbf\":1800000001}",
                "[]",
                "null",
                "7",
                "",
                "{",
            })
    void well_signed_but_not_one_of_ours(String payload) {
        refused(hmac(HEADER, payload, "HmacSHA256"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"kid\":\"k\"}",
                "{\"alg\":\"None\",\"kid\":\"k\"}",
                "{\"alg\":\"hs256\",\"kid\":\"k\"}",
                "{\"alg\":\"HS384\",\"kid\":\"k\"}",
                "{\"alg\":\"HS512\",\"kid\":\"k\"}",
                "{\"alg\":\"RS256\",\"kid\":\"k\"}",
                "{\"alg\":null,\"kid\":\"k\"}",
                "{\"alg\":[\"HS256\"],\"kid\":\"k\"}",
                "{\"kid\":\"k\"}",
                "{\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"kid\":null}",
                "{\"alg\":\"HS256\",\"kid\":\"unknown\"}",
                "{\"alg\":\"HS256\",\"kid\":\"k\",\"crit\":[\"exp\"]}",
                "[]",
                "null",
                "",
            })
    void a_header_that_we_do_not_write_is_refused_whatever_the_signature(String header) {
        refused(hmac(header, PAYLOAD, "HmacSHA256"));
        refused(hmac(header, PAYLOAD, "HmacSHA512"));
        refused(base64(header) + "." + base64(PAYLOAD) + ".");
    }

    @Test
    void hs512_with_the_right_key_is_not_hs256() {
        refused(hmac("{\"alg\":\"HS512\",\"kid\":\"k\"}", PAYLOAD, "HmacSHA512"));
        refused(hmac(HEADER, PAYLOAD, "HmacSHA512"));
    }

    @Test
    void rs256_is_refused_by_its_own_key_and_by_ours() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initSign(pair.getPrivate());
        String signed = base64("{\"alg\":\"RS256\",\"kid\":\"k\"}") + "." + base64(PAYLOAD);
        rsa.update(signed.getBytes(StandardCharsets.US_ASCII));

        refused(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(rsa.sign()));
    }

    @Test
    void a_changed_signature_payload_or_header_is_refused() {
        String good = hmac(HEADER, PAYLOAD, "HmacSHA256");
        String[] parts = good.split("\\.", -1);
        String signature = parts[2];

        refused(parts[0] + "." + parts[1] + "." + (signature.startsWith("A") ? "B" : "A") + signature.substring(1));
        refused(parts[0] + "." + parts[1] + "." + signature.substring(0, 20));
        refused(parts[0] + "." + parts[1] + ".");
        refused(parts[0] + "." + base64(PAYLOAD.replace("\"7\"", "\"8\"")) + "." + signature);
        refused(base64("{\"kid\":\"k\",\"alg\":\"HS256\"}") + "." + parts[1] + "." + signature);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "...", "a.b.c", "a.b", "é.é.é", "eyJhbGciOiJIUzI1NiJ9", "\0", "null"})
    void what_is_no_token_at_all_is_refused(String text) {
        refused(text);
    }

    @Test
    void a_long_token_is_refused_even_when_well_signed() {
        String padding = "x".repeat(3000);

        assertThat(hmac(HEADER, PAYLOAD, "HmacSHA256").length()).isLessThan(4096);
        refused(hmac(HEADER, PAYLOAD.replace("}", ",\"p\":\"" + padding + "\"}"), "HmacSHA256"));
    }

    @Test
    void deep_nesting_is_refused() {
        refused(hmac(HEADER, "{\"a\":" + "[".repeat(1400) + "]".repeat(1400) + "}", "HmacSHA256"));
    }

    @Test
    void a_genuine_token_that_is_over_is_expired_and_a_forged_one_is_invalid() {
        String over = PAYLOAD.replace("1800000900", "1700000000");

        assertThatThrownBy(() -> tokens.verify(hmac(HEADER, over, "HmacSHA256"), NOW))
                .satisfies(Refusals.withCode("token_expired"));
        refused(hmac(HEADER, over, "HmacSHA512"));
    }

    private void refused(String token) {
        assertThatThrownBy(() -> tokens.verify(token, NOW)).satisfies(Refusals.withCode("invalid_token"));
    }

    private static String hmac(String header, String payload, String algorithm) {
        try {
            String signed = base64(header) + "." + base64(payload);
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), algorithm));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
