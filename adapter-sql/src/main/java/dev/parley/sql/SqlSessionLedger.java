package dev.parley.sql;

import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.Session;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.TokenHash;
import dev.parley.domain.account.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The sessions, their tokens and the tickets in their tables. A session or ticket that ends is deleted. */
final class SqlSessionLedger implements SessionLedger {
    private static final String OPEN = "INSERT INTO sessions (id, user_id, created_at, expires_at, used_at, device)"
            + " VALUES (?, ?, ?, ?, ?, ?)";
    private static final String REVOKE = "DELETE FROM sessions WHERE id = ?";
    static final String STILL_OPEN = "SELECT id FROM sessions WHERE expires_at > ? AND id IN (%s)";
    private static final String ISSUE_TICKET =
            "INSERT INTO tickets (hash, user_id, session, access_expires_at, expires_at) VALUES (?, ?, ?, ?, ?)";
    private static final String REDEEM_TICKET =
            "DELETE FROM tickets WHERE hash = ? RETURNING user_id, session, access_expires_at, expires_at";

    /** What somebody else keeps is left to the next purge: a session that is being exchanged has a later end soon. */
    static final String PURGE_SESSIONS = "WITH late AS (SELECT id FROM sessions WHERE expires_at <= ? LIMIT ?%s)"
            + " DELETE FROM sessions WHERE id IN (SELECT id FROM late)";

    static final String PURGE_TICKETS = "WITH late AS (SELECT hash FROM tickets WHERE expires_at <= ? LIMIT ?%s)"
            + " DELETE FROM tickets WHERE hash IN (SELECT hash FROM late)";

    private final Database database;

    SqlSessionLedger(Database database) {
        this.database = database;
    }

    @Override
    public void open(Session session, TokenHash refreshToken) {
        database.write(statements -> {
            long createdAt = session.createdAt().toEpochMilli();
            DeviceName device = session.device();
            statements.update(
                    OPEN,
                    session.id().value(),
                    session.user().value(),
                    createdAt,
                    session.expiresAt().toEpochMilli(),
                    createdAt,
                    device == null ? null : device.value());
            return statements.update(Exchanging.ISSUE, session.id().value(), refreshToken.value(), createdAt);
        });
    }

    @Override
    public Exchange exchange(
            SessionId session, TokenHash presented, TokenHash next, Instant now, Duration grace, Instant expiresAt) {
        return database.write(new Exchanging(database.dialect(), session, presented, next, now, grace, expiresAt));
    }

    @Override
    public boolean revoke(SessionId session) {
        return database.write(statements -> statements.update(REVOKE, session.value()) == 1);
    }

    @Override
    public Set<SessionId> stillOpen(Collection<SessionId> sessions, Instant now) {
        if (sessions.isEmpty()) {
            return Set.of();
        }
        InList ids = InList.of(sessions.stream().map(SessionId::value).toList());
        return new HashSet<>(database.read(statements -> statements.query(
                ids.in(STILL_OPEN), row -> new SessionId(row.getString(1)), ids.after(now.toEpochMilli()))));
    }

    @Override
    public void issueTicket(TokenHash ticket, Ticket content) {
        database.write(statements -> statements.update(
                ISSUE_TICKET,
                ticket.value(),
                content.user().value(),
                content.session().value(),
                content.accessExpiresAt().toEpochMilli(),
                content.expiresAt().toEpochMilli()));
    }

    @Override
    public Optional<Ticket> redeemTicket(TokenHash ticket, Instant now) {
        Optional<Ticket> taken =
                database.write(statements -> statements.first(REDEEM_TICKET, SqlSessionLedger::ticket, ticket.value()));
        return taken.filter(found -> found.expiresAt().isAfter(now));
    }

    private static Ticket ticket(ResultSet row) throws SQLException {
        return new Ticket(
                new UserId(row.getLong(1)),
                new SessionId(row.getString(2)),
                Instant.ofEpochMilli(row.getLong(3)),
                Instant.ofEpochMilli(row.getLong(4)));
    }

    @Override
    public int purge(Instant now) {
        long end = now.toEpochMilli();
        String lock = database.dialect().freeRowLock();
        return database.write(statements -> {
            int sessions = statements.update(PURGE_SESSIONS.formatted(lock), end, MOST_PURGED);
            return sessions + statements.update(PURGE_TICKETS.formatted(lock), end, MOST_PURGED - sessions);
        });
    }
}
