package dev.parley.sql;

import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.SessionLedger.Exchange;
import dev.parley.domain.account.TokenHash;
import dev.parley.domain.account.UserId;
import dev.parley.sql.Database.Work;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The exchange of one refresh token: session locked, token judged, next one issued or the session ended. */
final class Exchanging implements Work<Exchange> {
    static final String ISSUE = "INSERT INTO refresh_tokens (session, hash, issued_at) VALUES (?, ?, ?)";
    private static final String SESSION = "SELECT user_id FROM sessions WHERE id = ? AND expires_at > ?";
    private static final String TOKEN = "SELECT exchanged_at FROM refresh_tokens WHERE session = ? AND hash = ?";
    private static final String COUNT_LIVE =
            "SELECT count(*) FROM refresh_tokens" + " WHERE session = ? AND exchanged_at IS NULL AND issued_at >= ?";
    private static final String MARK = "UPDATE refresh_tokens SET exchanged_at = ? WHERE session = ? AND hash = ?";
    private static final String FORGET =
            "DELETE FROM refresh_tokens WHERE session = ? AND coalesce(exchanged_at, issued_at) < ?";
    private static final String EXTEND = "UPDATE sessions SET expires_at = ?, used_at = ? WHERE id = ?";
    private static final String END = "DELETE FROM sessions WHERE id = ?";

    private final Dialect dialect;
    private final String session;
    private final String presented;
    private final String next;
    private final long now;
    private final long graceStart;
    private final long expiresAt;

    Exchanging(
            Dialect dialect,
            SessionId session,
            TokenHash presented,
            TokenHash next,
            Instant now,
            Duration grace,
            Instant expiresAt) {
        this.dialect = dialect;
        this.session = session.value();
        this.presented = presented.value();
        this.next = next.value();
        this.now = now.toEpochMilli();
        this.graceStart = now.minus(grace).toEpochMilli();
        this.expiresAt = expiresAt.toEpochMilli();
    }

    @Override
    public Exchange run(Statements statements) throws SQLException {
        Optional<UserId> user =
                statements.first(SESSION + dialect.rowLock(), row -> new UserId(row.getLong(1)), session, now);
        if (user.isEmpty()) {
            return new Exchange.NoSession();
        }
        Optional<Token> token = statements.first(TOKEN, Token::read, session, presented);
        if (token.isEmpty() || !isGood(statements, token.get())) {
            statements.update(END, session);
            return new Exchange.Reused();
        }
        if (token.get().exchangedAt() == null) {
            statements.update(MARK, now, session, presented);
        }
        statements.update(ISSUE, session, next, now);
        statements.update(FORGET, session, graceStart);
        statements.update(EXTEND, expiresAt, now, session);
        return new Exchange.Exchanged(user.get());
    }

    private boolean isGood(Statements statements, Token token) throws SQLException {
        Long exchangedAt = token.exchangedAt();
        if (exchangedAt == null) {
            return true;
        }
        return exchangedAt >= graceStart && countLive(statements) < SessionLedger.MAX_LIVE_TOKENS;
    }

    private long countLive(Statements statements) throws SQLException {
        return statements
                .query(COUNT_LIVE, row -> row.getLong(1), session, graceStart)
                .get(0);
    }

    private record Token(@Nullable Long exchangedAt) {
        static Token read(ResultSet row) throws SQLException {
            long exchangedAt = row.getLong(1);
            return new Token(row.wasNull() ? null : exchangedAt);
        }
    }
}
