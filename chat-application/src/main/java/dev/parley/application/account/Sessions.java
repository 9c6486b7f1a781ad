package dev.parley.application.account;

import dev.parley.application.profile.Profiles;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.AccessTokens;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.Session;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.SessionLedger.Exchange;
import dev.parley.domain.account.SessionLedger.Ticket;
import dev.parley.domain.account.TokenHash;
import dev.parley.domain.account.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps people signed in, and out: opens sessions, proves them, exchanges their tokens, ends them.
 *
 * <p>A refresh token is the session's id and a secret. Who ends a session is heard by everybody who has something open
 * for it. Safe for concurrent use.
 */
public final class Sessions {
    /** How long a ticket waits to be redeemed. */
    public static final Duration TICKET_LIFE = Duration.ofSeconds(30);

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 16;
    private static final int MAX_TOKEN_LENGTH = 256;

    private final SessionLedger ledger;
    private final AccessTokens tokens;
    private final Profiles profiles;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration life;
    private final OpenSessions known;
    private final LastUses uses = new LastUses();
    private final List<Consumer<SessionId>> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param nanoTime a clock that only runs forward, as {@link System#nanoTime()}
     * @param random cryptographically strong
     * @param life how long a session lasts that is not used
     */
    public Sessions(
            SessionLedger ledger,
            AccessTokens tokens,
            Profiles profiles,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            Duration life) {
        this.ledger = ledger;
        this.tokens = tokens;
        this.profiles = profiles;
        this.clock = clock;
        this.random = random;
        this.life = life;
        this.known = new OpenSessions(ledger, clock, nanoTime);
    }

    /** Calls the listener with each session that this node ends or finds ended. It must not block. */
    public void onEnd(Consumer<SessionId> listener) {
        listeners.add(listener);
    }

    /** Opens a session whose access tokens last for {@code accessLife}, on a device that nobody knows. */
    SignedIn open(User user, Duration accessLife) {
        return open(user, accessLife, null);
    }

    /** Opens a session whose access tokens last for {@code accessLife}. */
    SignedIn open(User user, Duration accessLife, @Nullable DeviceName device) {
        Instant now = clock.instant();
        SessionId id = new SessionId(randomText(ID_BYTES));
        String refreshToken = newRefreshToken(id);
        ledger.open(
                new Session(id, user.id(), now, now.plus(max(life, accessLife)), device), TokenHash.of(refreshToken));
        return signedIn(user, id, refreshToken, accessLife, now);
    }

    /**
     * Exchanges a refresh token for the next pair of tokens.
     *
     * @throws ChatException.Unauthenticated {@code invalid_refresh_token} if it is unknown, was exchanged before, or its
     *     session is over. A token that was exchanged before ends its session.
     */
    public SignedIn refresh(String refreshToken, Duration accessLife) {
        SessionId id = sessionOf(refreshToken);
        if (!known.isOpen(id)) { // Whoever makes tokens up must not reach the store's writer.
            throw new ChatException.Unauthenticated(ErrorCode.INVALID_REFRESH_TOKEN);
        }
        Instant now = clock.instant();
        String next = newRefreshToken(id);
        Exchange exchange = ledger.exchange(
                id, TokenHash.of(refreshToken), TokenHash.of(next), now, GRACE, now.plus(max(life, accessLife)));
        if (exchange instanceof Exchange.Exchanged exchanged) {
            return signedIn(profiles.of(exchanged.user()), id, next, accessLife, now);
        }
        if (exchange instanceof Exchange.Reused) {
            ended(id);
        }
        throw new ChatException.Unauthenticated(ErrorCode.INVALID_REFRESH_TOKEN);
    }

    /**
     * Who speaks, if the token is good and its session is open.
     *
     * @throws ChatException.Unauthenticated if not
     */
    public AccessClaims authenticate(String accessToken) {
        Instant now = clock.instant();
        AccessClaims claims = tokens.verify(accessToken, now);
        demandOpen(claims.session());
        uses.note(claims.session(), now);
        return claims;
    }

    /** @throws ChatException.Unauthenticated {@code session_revoked} if the session is over */
    public void demandOpen(SessionId session) {
        if (!known.isOpen(session)) {
            throw new ChatException.Unauthenticated(ErrorCode.SESSION_REVOKED);
        }
    }

    /** Ends the session: when this returns, none of its tokens is good on this node, and its sockets are closing. */
    public void end(SessionId session) {
        ledger.revoke(session);
        ended(session);
    }

    /** Looks which of the sessions were ended elsewhere, and ends them here. At most 1,000 at once. */
    public void recheck(List<SessionId> sessions) {
        Instant now = clock.instant();
        List<SessionId> ended = known.findEnded(sessions);
        sessions.forEach(session -> uses.note(session, now));
        ended.forEach(this::ended);
    }

    /** When sessions were used on this node. */
    LastUses uses() {
        return uses;
    }

    /** Makes a ticket that opens one socket within {@link #TICKET_LIFE}, for clients that cannot send headers. */
    public String issueTicket(AccessClaims claims) {
        String ticket = randomText(SECRET_BYTES);
        Instant expiresAt = clock.instant().plus(TICKET_LIFE);
        ledger.issueTicket(
                TokenHash.of(ticket), new Ticket(claims.user(), claims.session(), claims.expiresAt(), expiresAt));
        return ticket;
    }

    /** Who speaks, if the ticket is good; it is void afterwards. @throws ChatException.Unauthenticated if not */
    public AccessClaims redeemTicket(String ticket) {
        if (ticket.length() > MAX_TOKEN_LENGTH) {
            throw new ChatException.Unauthenticated(ErrorCode.INVALID_TOKEN);
        }
        Ticket content = ledger.redeemTicket(TokenHash.of(ticket), clock.instant())
                .orElseThrow(() -> new ChatException.Unauthenticated(ErrorCode.INVALID_TOKEN));
        demandOpen(content.session());
        return new AccessClaims(content.user(), content.session(), content.accessExpiresAt());
    }

    /** Forgets what has expired. A store that is left alone has nothing of it then. */
    public void purge() {
        Instant now = clock.instant();
        Steps.untilNone(() -> ledger.purge(now));
    }

    /** Tells everybody here that the session is over. */
    void ended(SessionId session) {
        known.markEnded(session);
        uses.forget(session);
        listeners.forEach(listener -> listener.accept(session));
    }

    private SignedIn signedIn(User user, SessionId id, String refreshToken, Duration accessLife, Instant now) {
        String accessToken = tokens.sign(new AccessClaims(user.id(), id, now.plus(accessLife)), now);
        return new SignedIn(user, accessToken, refreshToken, accessLife);
    }

    /** The session that the refresh token names, whether it is good or not. */
    static SessionId sessionOf(String refreshToken) {
        int dot = refreshToken.indexOf('.');
        if (dot < 0 || refreshToken.length() > MAX_TOKEN_LENGTH) {
            throw new ChatException.Unauthenticated(ErrorCode.INVALID_REFRESH_TOKEN);
        }
        try {
            return new SessionId(refreshToken.substring(0, dot));
        } catch (ChatException.Unauthenticated e) {
            throw new ChatException.Unauthenticated(ErrorCode.INVALID_REFRESH_TOKEN);
        }
    }

    private String newRefreshToken(SessionId id) {
        return id + "." + randomText(SECRET_BYTES);
    }

    private String randomText(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
