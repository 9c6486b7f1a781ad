package dev.parley.http.request;

import dev.parley.application.account.Sessions;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.UserId;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/**
 * Asks who opens a socket or a stream where its page comes from and who is there.
 *
 * <p>A token in the URL is refused, since URLs end in logs; a ticket, which is good once and for half a minute, is not.
 */
public final class Admission {
    private final Sessions sessions;
    private final Bearer bearer;
    private final Origins origins;
    private final Turns turns;

    public Admission(Sessions sessions, Bearer bearer, Origins origins, Turns turns) {
        this.sessions = sessions;
        this.bearer = bearer;
        this.origins = origins;
        this.turns = turns;
    }

    /** @throws ChatException.Forbidden if pages of its origin may not come in */
    public void demandOrigin(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (!origins.allows(origin, request.getHeaders().get(HttpHeader.HOST))) {
            throw new ChatException.Forbidden(ErrorCode.ORIGIN_NOT_ALLOWED);
        }
    }

    /** What the URL says. @throws ChatException.Unauthenticated if it has a token in it */
    public Fields query(Request request) {
        Fields query = Request.extractQueryParameters(request);
        if (query.get("token") != null || query.get("access_token") != null) {
            throw new ChatException.Unauthenticated(ErrorCode.UNAUTHENTICATED);
        }
        return query;
    }

    /** Whom the header {@code Authorization} names, if it is there. @throws ChatException.Unauthenticated if it is no good */
    public Optional<AccessClaims> byHeader(Request request) {
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        return authorization == null ? Optional.empty() : Optional.of(bearer.authenticate(authorization));
    }

    /** Whom the ticket names, if there is one. @throws ChatException.Unauthenticated if it is no good */
    public Optional<AccessClaims> byTicket(Fields query) {
        String ticket = query.getValue("ticket");
        return ticket == null ? Optional.empty() : Optional.of(sessions.redeemTicket(ticket));
    }

    /** Whom a token names that came otherwise. @throws ChatException.Unauthenticated if it is no good */
    public AccessClaims byToken(String token) {
        return sessions.authenticate(token);
    }

    /** Works for the user before a connection is counted. @throws ChatException.Unavailable if that is done too often at once */
    public <T> T inTurn(UserId user, Supplier<T> work) {
        return turns.during(user, work);
    }
}
