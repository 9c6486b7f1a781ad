package dev.parley.security;

import com.auth0.jwt.JWT;
import com.auth0.jwt.RegisteredClaims;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.AccessTokens;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.UserId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens as signed JWTs (RFC 7519) with HMAC-SHA256: {@code sub} is the user, {@code sid} the session, {@code
 * kid} names the key.
 *
 * <p>The key is chosen by {@code kid}, the algorithm never by the token: anything but HS256 is refused before a key is
 * looked at (RFC 8725 §3.1). The library checks the signature; the claims are checked here, against the time that the
 * caller gives, where the library would ask the system's clock.
 *
 * <p>There is no leeway: who signs is who verifies, so the only drift is between nodes, and what it costs is one
 * refresh. A leeway would let in sockets that their own expiry closes at once.
 *
 * <p>A client sends the same token with each request, so what was found genuine is remembered, for at most {@value
 * #MAX_REMEMBERED} tokens; its expiry is checked each time. Safe for concurrent use.
 */
public final class JwtAccessTokens implements AccessTokens {
    private static final String HS256 = "HS256";
    private static final String SESSION = "sid";
    private static final String CRITICAL = "crit";
    /** Ours have some 250 characters; whatever is longer is refused unread. */
    private static final int MAX_LENGTH = 4096;

    /**
     * Two JSON objects, whose first character is an {@code e} in base64, and 32 bytes of signature. The library throws
     * a NullPointerException where one of the two is JSON's {@code null}, so this is asked first.
     */
    private static final Pattern FORM = Pattern.compile("e[A-Za-z0-9_-]*\\.e[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]{43}");

    private static final Pattern USER = Pattern.compile("[1-9][0-9]{0,15}");

    private static final int MAX_REMEMBERED = 10_000;

    private final String signingKid;
    private final Algorithm signing;
    private final Map<String, Algorithm> verifying;
    /** Guarded by itself; a forgery is never in it. */
    private final Map<String, AccessClaims> genuine = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AccessClaims> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    public JwtAccessTokens(SigningKeys keys) {
        this.verifying = keys.keys().stream()
                .collect(Collectors.toUnmodifiableMap(SigningKey::kid, key -> Algorithm.HMAC256(key.secret())));
        this.signingKid = keys.signing().kid();
        this.signing = Algorithm.HMAC256(keys.signing().secret());
    }

    @Override
    public String sign(AccessClaims claims, Instant issuedAt) {
        return JWT.create()
                .withKeyId(signingKid)
                .withSubject(claims.user().toString())
                .withClaim(SESSION, claims.session().value())
                .withIssuedAt(issuedAt)
                .withExpiresAt(claims.expiresAt())
                .sign(signing);
    }

    @Override
    public AccessClaims verify(String token, Instant now) {
        AccessClaims claims = remembered(token);
        if (claims == null) {
            claims = genuine(token, now);
            synchronized (genuine) {
                genuine.put(token, claims);
            }
        }
        if (!now.isBefore(claims.expiresAt())) {
            throw new ChatException.Unauthenticated(ErrorCode.TOKEN_EXPIRED);
        }
        return claims;
    }

    private @Nullable AccessClaims remembered(String token) {
        synchronized (genuine) {
            return genuine.get(token);
        }
    }

    private AccessClaims genuine(String token, Instant now) {
        if (token.length() > MAX_LENGTH || !FORM.matcher(token).matches()) {
            throw invalid();
        }
        try {
            DecodedJWT jwt = JWT.decode(token);
            keyOf(jwt).verify(jwt);
            Instant notBefore = jwt.getNotBeforeAsInstant();
            if (notBefore != null && now.isBefore(notBefore)) {
                throw invalid();
            }
            return new AccessClaims(user(jwt), session(jwt), required(jwt.getExpiresAtAsInstant()));
        } catch (JWTVerificationException | DateTimeException e) {
            // DateTimeException: a time beyond what Instant holds, which the library passes on.
            throw invalid();
        }
    }

    private Algorithm keyOf(DecodedJWT jwt) {
        boolean understood =
                HS256.equals(jwt.getAlgorithm()) && jwt.getHeaderClaim(CRITICAL).isMissing() && jwt.getKeyId() != null;
        return required(understood ? verifying.get(jwt.getKeyId()) : null);
    }

    private static UserId user(DecodedJWT jwt) {
        String subject = claim(jwt, RegisteredClaims.SUBJECT);
        if (!USER.matcher(subject).matches()) {
            throw invalid();
        }
        try {
            return new UserId(Long.parseLong(subject));
        } catch (ChatException.Invalid e) {
            throw invalid();
        }
    }

    private static SessionId session(DecodedJWT jwt) {
        return new SessionId(claim(jwt, SESSION));
    }

    /** A claim that must be there and be a string: {@code getSubject()} would also take a number for one. */
    private static String claim(DecodedJWT jwt, String name) {
        return required(jwt.getClaim(name).asString());
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw invalid();
        }
        return value;
    }

    private static ChatException.Unauthenticated invalid() {
        return new ChatException.Unauthenticated(ErrorCode.INVALID_TOKEN);
    }
}
