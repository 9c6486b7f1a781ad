package dev.parley.http.request;

import dev.parley.application.account.Sessions;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import org.jspecify.annotations.Nullable;

/** Proves who sends a request by its {@code Authorization: Bearer} header (RFC 6750 §2.1). */
public final class Bearer {
    private static final String SCHEME = "bearer ";

    private final Sessions sessions;

    public Bearer(Sessions sessions) {
        this.sessions = sessions;
    }

    /** @throws ChatException.Unauthenticated if the header is missing, or its token is not good */
    public AccessClaims authenticate(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new ChatException.Unauthenticated(ErrorCode.UNAUTHENTICATED);
        }
        return sessions.authenticate(authorization.substring(SCHEME.length()).strip());
    }
}
