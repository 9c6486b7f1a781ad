package dev.parley.sql;

import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicRoll;
import dev.parley.domain.room.RoomId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is on both sides, in the table {@code topic_roll}. */
final class SqlTopicRoll implements TopicRoll {
    static final String AMONG = "SELECT account FROM topic_roll WHERE account IN (%s) AND room = ? AND topic = ?";
    static final String AFTER =
            "SELECT account FROM topic_roll WHERE room = ? AND topic = ? AND account > ? ORDER BY account LIMIT ?";
    static final String EMPTY = "DELETE FROM topic_roll WHERE room = ? AND topic = ?";

    private static final String ENTER =
            "INSERT INTO topic_roll (room, topic, account) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String STRIKE = "DELETE FROM topic_roll WHERE room = ? AND topic = ? AND account = ?";

    private final Database database;

    SqlTopicRoll(Database database) {
        this.database = database;
    }

    @Override
    public Set<ForeignAccount> among(RoomId room, Topic topic, Collection<ForeignAccount> accounts) {
        if (accounts.isEmpty()) {
            return Set.of();
        }
        InList names = InList.of(accounts.stream().map(ForeignAccount::value).toList());
        return new HashSet<>(database.read(statements -> statements.query(
                names.in(AMONG),
                row -> new ForeignAccount(row.getString(1)),
                names.before(room.value(), topic.value()))));
    }

    @Override
    public List<ForeignAccount> after(RoomId room, Topic topic, String last, int limit) {
        return database.read(statements -> statements.query(
                AFTER, row -> new ForeignAccount(row.getString(1)), room.value(), topic.value(), last, limit));
    }

    @Override
    public void enter(RoomId room, Topic topic, Collection<ForeignAccount> accounts) {
        each(ENTER, room, topic, accounts);
    }

    @Override
    public void strike(RoomId room, Topic topic, Collection<ForeignAccount> accounts) {
        each(STRIKE, room, topic, accounts);
    }

    /** In one order: transactions that meet in some of them must not wait for each other. */
    private void each(String sql, RoomId room, Topic topic, Collection<ForeignAccount> accounts) {
        List<@Nullable Object[]> rows = accounts.stream()
                .map(ForeignAccount::value)
                .distinct()
                .sorted()
                .map(account -> new @Nullable Object[] {room.value(), topic.value(), account})
                .toList();
        if (!rows.isEmpty()) {
            boolean unused = database.write(statements -> {
                statements.batch(sql, rows);
                return true;
            });
        }
    }
}
