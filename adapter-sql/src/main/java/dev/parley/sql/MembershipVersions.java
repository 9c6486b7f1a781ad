package dev.parley.sql;

import dev.parley.domain.account.UserId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code membership_versions}. They are raised behind the row of the room, in the order of the users: so
 * nobody waits for somebody who waits for it.
 */
final class MembershipVersions {
    static final String RAISE = "INSERT INTO membership_versions (user_id, version) VALUES (?, 1)"
            + " ON CONFLICT (user_id) DO UPDATE SET version = membership_versions.version + 1";
    static final String SELECT = "SELECT user_id, version FROM membership_versions WHERE user_id IN (%s)";

    private MembershipVersions() {}

    /** What the users are members of has changed. */
    static void raise(Statements statements, Collection<UserId> users) throws SQLException {
        List<@Nullable Object[]> rows = users.stream()
                .map(UserId::value)
                .sorted()
                .map(user -> new @Nullable Object[] {user})
                .toList();
        statements.batch(RAISE, rows);
    }
}
