package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The open sessions, their refresh tokens and the tickets that open sockets. Safe for concurrent use, also by several
 * nodes on one store. Each method is one atomic step.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time.
 */
public interface SessionLedger {
    /** Tokens of one session that were issued within the grace and not exchanged: more are refused as a reuse. */
    int MAX_LIVE_TOKENS = 12;

    /** How much is forgotten in one step. */
    int MOST_PURGED = 1_000;

    /** Opens a session with its first refresh token. The id is new. */
    void open(Session session, TokenHash refreshToken);

    /**
     * Exchanges a refresh token for the next one and moves the session's end.
     *
     * <p>A token that was never exchanged is exchanged. One that was exchanged at most {@code grace} ago is exchanged
     * once more (the first answer may have been lost), as long as the session then has no more than {@link
     * #MAX_LIVE_TOKENS} tokens that were issued within the grace and never exchanged. Of several answers to one token its
     * owner goes on with one: an exchange makes old what was issued more than {@code grace} ago and never exchanged.
     * Anything else that is presented for an open session ends the session: somebody uses an old token. Of several
     * concurrent calls with one token within the grace all succeed, up to that number.
     */
    Exchange exchange(
            SessionId session, TokenHash presented, TokenHash next, Instant now, Duration grace, Instant expiresAt);

    /** What became of {@link #exchange}. */
    sealed interface Exchange {
        /** The next token is good now. */
        record Exchanged(UserId user) implements Exchange {}

        /** The session is over because of this call. */
        record Reused() implements Exchange {}

        /** There is no such open session. */
        record NoSession() implements Exchange {}
    }

    /** Ends the session. Returns whether it was open. After the return no method finds it. */
    boolean revoke(SessionId session);

    /** Those of the sessions that are open: neither revoked nor expired. At most 1,000 at once. */
    Set<SessionId> stillOpen(Collection<SessionId> sessions, Instant now);

    /** Keeps a ticket until it is redeemed or expires. */
    void issueTicket(TokenHash ticket, Ticket content);

    /** Takes a ticket: of several concurrent calls at most one gets it. Expired tickets are never found. */
    Optional<Ticket> redeemTicket(TokenHash ticket, Instant now);

    /**
     * What a ticket stands for.
     *
     * @param accessExpiresAt when the access token expires by which the ticket was made
     * @param expiresAt when the ticket itself is void
     */
    record Ticket(UserId user, SessionId session, Instant accessExpiresAt, Instant expiresAt) {}

    /**
     * Forgets sessions and tickets that have expired before {@code now}, some of them: nobody waits long for it. Returns how many it
     * forgot, at most {@link #MOST_PURGED}; 0 if there are no more, but for what somebody else is about to change.
     */
    int purge(Instant now);
}
