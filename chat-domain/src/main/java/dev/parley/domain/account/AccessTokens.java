package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import java.time.Instant;

/** Signs and verifies the short-lived tokens that prove a session (JWT, RFC 7519). Safe for concurrent use, no I/O. */
public interface AccessTokens {
    /** A signed token that carries the claims; times are cut to seconds. */
    String sign(AccessClaims claims, Instant issuedAt);

    /**
     * The claims of a token that this server, or one with the same keys, has signed.
     *
     * @throws ChatException.Unauthenticated {@code token_expired} if it is genuine but over, {@code invalid_token} for
     *     anything else: another signature or algorithm ({@code none} too), no expiry, missing claims
     */
    AccessClaims verify(String token, Instant now);
}
