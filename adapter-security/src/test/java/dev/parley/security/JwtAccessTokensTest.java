package dev.parley.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens that this server makes; those that others forge are in {@link ForgedTokenTest}. */
class JwtAccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.750Z");
    private static final SigningKey OLD = new SigningKey("old", "an old secret of thirty-two bytes and more");
    private static final SigningKey NEW = new SigningKey("new", "a new secret of thirty-two bytes and more!");
    private static final AccessClaims CLAIMS =
            new AccessClaims(new UserId((1L << 53) - 1), new SessionId("abcdefghijklmnopqrstuv"), NOW.plusSeconds(900));

    private final JwtAccessTokens tokens = new JwtAccessTokens(new SigningKeys(List.of(OLD)));

    @Test
    void a_token_carries_its_claims_with_times_cut_to_seconds() {
        AccessClaims read = tokens.verify(tokens.sign(CLAIMS, NOW), NOW);

        assertThat(read)
                .isEqualTo(new AccessClaims(CLAIMS.user(), CLAIMS.session(), Instant.parse("2026-03-01T12:15:00Z")));
    }

    @Test
    void a_token_says_what_the_documents_say_and_nothing_else() {
        String[] parts = tokens.sign(CLAIMS, NOW).split("\\.", -1);

        assertThat(decoded(parts[0])).contains("\"alg\":\"HS256\"", "\"kid\":\"old\"");
        assertThat(decoded(parts[1]))
                .isEqualTo("{\"sub\":\"9007199254740991\",\"sid\":\"abcdefghijklmnopqrstuv\","
                        + "\"iat\":1772366400,\"exp\":1772367300}");
    }

    @Test
    void a_token_expires_by_the_time_that_is_given() {
        String token = tokens.sign(CLAIMS, NOW);

        assertThat(tokens.verify(token, Instant.parse("2026-03-01T12:14:59.999Z")))
                .isNotNull();
        assertThatThrownBy(() -> tokens.verify(token, Instant.parse("2026-03-01T12:15:00Z")))
                .satisfies(Refusals.withCode("token_expired"));
        assertThat(tokens.verify(token, Instant.EPOCH)).isNotNull();
    }

    @Test
    void after_a_rotation_old_tokens_hold_and_new_ones_are_signed_by_the_new_key() {
        JwtAccessTokens rotated = new JwtAccessTokens(new SigningKeys(List.of(NEW, OLD)));
        JwtAccessTokens newOnly = new JwtAccessTokens(new SigningKeys(List.of(NEW)));

        assertThat(rotated.verify(tokens.sign(CLAIMS, NOW), NOW)).isNotNull();
        assertThat(newOnly.verify(rotated.sign(CLAIMS, NOW), NOW)).isNotNull();
        assertThatThrownBy(() -> newOnly.verify(tokens.sign(CLAIMS, NOW), NOW))
                .satisfies(Refusals.withCode("invalid_token"));
    }

    @Test
    void a_key_of_the_same_name_with_another_secret_verifies_nothing() {
        JwtAccessTokens other = new JwtAccessTokens(SigningKeys.of("old", NEW.secret()));

        assertThatThrownBy(() -> other.verify(tokens.sign(CLAIMS, NOW), NOW))
                .satisfies(Refusals.withCode("invalid_token"));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
