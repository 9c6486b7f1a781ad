package dev.parley.sql;

import dev.parley.domain.account.Device;
import dev.parley.domain.account.DeviceLedger;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions of the table {@code sessions} by their users. Who writes several at once takes them in the order of their ids. */
final class SqlDeviceLedger implements DeviceLedger {
    private static final int MAX_USES = 1_000;

    private static final String DEVICES = "SELECT id, device, created_at, used_at, expires_at FROM sessions";
    static final String FIND = DEVICES + " WHERE id = ? AND user_id = ? AND expires_at > ?";
    static final String OF = DEVICES + " WHERE user_id = ? AND expires_at > ? ORDER BY used_at DESC, id LIMIT ?";
    static final String IDS = "SELECT id FROM sessions WHERE user_id = ? ORDER BY id";
    private static final String END = "DELETE FROM sessions WHERE id = ?";
    private static final String USE = "UPDATE sessions SET used_at = ? WHERE id = ? AND used_at < ?";
    private static final String NAME = "UPDATE sessions SET device = ? WHERE id = ?";

    private final Database database;

    SqlDeviceLedger(Database database) {
        this.database = database;
    }

    @Override
    public List<Device> of(UserId user, Instant now) {
        return database.read(statements ->
                statements.query(OF, SqlDeviceLedger::device, user.value(), now.toEpochMilli(), MAX_LISTED));
    }

    @Override
    public Optional<Device> find(UserId user, SessionId session, Instant now) {
        return database.read(statements ->
                statements
                        .query(FIND, SqlDeviceLedger::device, session.value(), user.value(), now.toEpochMilli())
                        .stream()
                        .findFirst());
    }

    private static Device device(ResultSet row) throws SQLException {
        @Nullable String name = row.getString(2);
        long createdAt = row.getLong(3);
        return new Device(
                new SessionId(row.getString(1)),
                name == null ? null : new DeviceName(name),
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(Math.max(createdAt, row.getLong(4))),
                Instant.ofEpochMilli(row.getLong(5)));
    }

    @Override
    public List<SessionId> endAll(UserId user, @Nullable SessionId kept) {
        String lock = database.dialect().rowLock();
        return database.write(statements -> {
            List<SessionId> ending =
                    statements.query(IDS + lock, row -> new SessionId(row.getString(1)), user.value()).stream()
                            .filter(session -> !session.equals(kept))
                            .toList();
            List<@Nullable Object[]> rows = ending.stream()
                    .map(session -> new @Nullable Object[] {session.value()})
                    .toList();
            if (!rows.isEmpty()) {
                statements.batch(END, rows);
            }
            return ending;
        });
    }

    @Override
    public void used(Map<SessionId, Instant> uses) {
        if (uses.size() > MAX_USES) {
            throw new IllegalArgumentException("not " + MAX_USES + " at most but " + uses.size());
        }
        List<@Nullable Object[]> rows = uses.entrySet().stream()
                .sorted(Comparator.comparing(use -> use.getKey().value()))
                .map(use -> {
                    long at = use.getValue().toEpochMilli();
                    return new @Nullable Object[] {at, use.getKey().value(), at};
                })
                .toList();
        if (!rows.isEmpty()) {
            database.write(statements -> {
                statements.batch(USE, rows);
                return rows.size();
            });
        }
    }

    @Override
    public void name(SessionId session, DeviceName name) {
        database.write(statements -> statements.update(NAME, name.value(), session.value()));
    }
}
