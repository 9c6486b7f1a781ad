package dev.parley.sql;

import dev.parley.domain.account.CodeHash;
import dev.parley.domain.account.CodeLedger;
import dev.parley.domain.account.Email;
import java.time.Duration;
import java.time.Instant;

/** The one-time codes in the table {@code codes}: each call is one statement, which decides and counts. */
final class SqlCodeLedger implements CodeLedger {
    private static final String ISSUE = "INSERT INTO codes (address, hash, tries, issued_at, expires_at)"
            + " VALUES (?, ?, 0, ?, ?) ON CONFLICT (address) DO UPDATE SET hash = excluded.hash, tries = 0,"
            + " issued_at = excluded.issued_at, expires_at = excluded.expires_at WHERE codes.issued_at <= ?";

    /** The right code uses up all tries that are left, so that it is right once; the row stays for the pause. */
    private static final String TRY =
            "UPDATE codes SET tries = CASE WHEN hash = ? THEN " + MAX_TRIES + " ELSE tries + 1 END"
                    + " WHERE address = ? AND expires_at > ? AND tries < " + MAX_TRIES + " RETURNING hash";

    static final String PURGE = "WITH late AS (SELECT address FROM codes WHERE expires_at <= ? LIMIT ?%s)"
            + " DELETE FROM codes WHERE address IN (SELECT address FROM late)";

    private final Database database;

    SqlCodeLedger(Database database) {
        this.database = database;
    }

    @Override
    public boolean issue(Email address, CodeHash code, Instant now, Duration pause, Instant expiresAt) {
        return database.write(statements -> statements.update(
                        ISSUE,
                        address.key(),
                        code.value(),
                        now.toEpochMilli(),
                        expiresAt.toEpochMilli(),
                        now.minus(pause).toEpochMilli()))
                == 1;
    }

    @Override
    public boolean redeem(Email address, CodeHash presented, Instant now) {
        return database.write(statements -> statements.first(
                        TRY, row -> row.getString(1), presented.value(), address.key(), now.toEpochMilli()))
                .filter(presented.value()::equals)
                .isPresent();
    }

    @Override
    public int purge(Instant now) {
        String purge = PURGE.formatted(database.dialect().freeRowLock());
        return database.write(statements -> statements.update(purge, now.toEpochMilli(), MOST_PURGED));
    }
}
