package dev.parley.sql;

import dev.parley.domain.account.UserId;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.presence.NodeMark;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.presence.Sighting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is online, in the tables {@code presence} and {@code presence_nodes}. Whoever writes rows of a node locks the node's
 * own row first; rows of those who were seen long ago are written in the order of their users.
 */
final class SqlPresenceLedger implements PresenceLedger {
    static final String NODES = "SELECT node, number, seen_at FROM presence_nodes ORDER BY node LIMIT " + MAX_BATCH;
    static final String REPORTS = "SELECT user_id, number, online, seen_at FROM presence"
            + " WHERE node = ? AND number > ? AND number <= ? ORDER BY number LIMIT ?";
    static final String LAST_SEEN = "SELECT p.user_id, max(CASE WHEN p.online = 1 AND n.seen_at > p.seen_at"
            + " THEN n.seen_at ELSE p.seen_at END) FROM presence p LEFT JOIN presence_nodes n ON n.node = p.node"
            + " WHERE p.user_id IN (%s) GROUP BY p.user_id";
    static final String FORGET = "DELETE FROM presence WHERE node = ? AND number <= ?";

    private static final String RENEW = "UPDATE presence_nodes SET seen_at = %s(seen_at, ?) WHERE node = ?";
    private static final String ENTER =
            "INSERT INTO presence_nodes (node, number, seen_at) VALUES (?, 0, ?) ON CONFLICT DO NOTHING";
    private static final String REACH = "UPDATE presence_nodes SET number = %s(number, ?) WHERE node = ?";
    private static final String REPORT = "INSERT INTO presence (user_id, node, number, online, seen_at)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (user_id, node) DO UPDATE SET number = excluded.number,"
            + " online = excluded.online, seen_at = %s(presence.seen_at, excluded.seen_at)"
            + " WHERE excluded.number >= presence.number";
    private static final String LOCK = "SELECT seen_at FROM presence_nodes WHERE node = ?";
    private static final String LEAVE = "DELETE FROM presence_nodes WHERE node = ?";

    /** The name under which stands when users of nodes that are gone were last seen. */
    private static final String NOBODY = "";

    private final Database database;
    private final String renew;
    private final String reach;
    private final String report;

    SqlPresenceLedger(Database database) {
        this.database = database;
        String greatest = database.dialect().greatest();
        this.renew = RENEW.formatted(greatest);
        this.reach = REACH.formatted(greatest);
        this.report = REPORT.formatted(greatest);
    }

    @Override
    public boolean renew(NodeId node, Instant seenAt) {
        return database.write(statements -> {
            boolean known = statements.update(renew, seenAt.toEpochMilli(), node.value()) == 1;
            if (!known) {
                statements.update(ENTER, node.value(), seenAt.toEpochMilli());
            }
            return known;
        });
    }

    @Override
    public boolean report(NodeId node, List<Sighting> sightings) {
        demandBatch(sightings.size());
        long reached = sightings.get(sightings.size() - 1).number();
        List<@Nullable Object[]> rows = sightings.stream()
                .map(sighting -> row(
                        sighting.user(),
                        node.value(),
                        sighting.number(),
                        sighting.online(),
                        sighting.seenAt().toEpochMilli()))
                .toList();
        return database.write(statements -> {
            boolean known = statements.update(reach, reached, node.value()) == 1;
            if (known) {
                statements.batch(report, rows);
            }
            return known;
        });
    }

    private static @Nullable Object[] row(UserId user, String node, long number, boolean online, long seenAt) {
        return new @Nullable Object[] {user.value(), node, number, online ? 1 : 0, seenAt};
    }

    private static void demandBatch(int size) {
        if (size < 1 || size > MAX_BATCH) {
            throw new IllegalArgumentException("not 1 to " + MAX_BATCH + " but " + size);
        }
    }

    @Override
    public Map<NodeId, NodeMark> nodes() {
        Map<NodeId, NodeMark> nodes = new HashMap<>();
        database.read(statements -> statements.query(
                NODES,
                row -> nodes.put(
                        new NodeId(row.getString(1)),
                        new NodeMark(row.getLong(2), Instant.ofEpochMilli(row.getLong(3))))));
        return nodes;
    }

    @Override
    public List<Sighting> reports(NodeId node, long after, long upTo, int limit) {
        demandBatch(limit);
        return database.read(
                statements -> statements.query(REPORTS, SqlPresenceLedger::sighting, node.value(), after, upTo, limit));
    }

    private static Sighting sighting(ResultSet row) throws SQLException {
        return new Sighting(
                new UserId(row.getLong(1)), row.getLong(2), row.getInt(3) == 1, Instant.ofEpochMilli(row.getLong(4)));
    }

    @Override
    public Map<UserId, Instant> lastSeen(Collection<UserId> users) {
        Map<UserId, Instant> seen = new HashMap<>();
        if (!users.isEmpty()) {
            InList asked = InList.of(users.stream().map(UserId::value).toList());
            database.read(statements -> statements.query(
                    asked.in(LAST_SEEN),
                    row -> seen.put(new UserId(row.getLong(1)), Instant.ofEpochMilli(row.getLong(2))),
                    asked.after()));
        }
        return seen;
    }

    @Override
    public boolean sweep(NodeId node) {
        return database.write(statements -> {
            Optional<Long> lived =
                    statements.first(LOCK + database.dialect().rowLock(), row -> row.getLong(1), node.value());
            List<Sighting> rows =
                    statements.query(REPORTS, SqlPresenceLedger::sighting, node.value(), 0L, Long.MAX_VALUE, MAX_BATCH);
            if (!rows.isEmpty()) {
                statements.batch(report, past(rows, lived.orElse(0L)));
                statements.update(
                        FORGET, node.value(), rows.get(rows.size() - 1).number());
            }
            if (rows.size() == MAX_BATCH) {
                return false;
            }
            statements.update(LEAVE, node.value());
            return true;
        });
    }

    private static List<@Nullable Object[]> past(List<Sighting> rows, long lived) {
        return rows.stream()
                .sorted(Comparator.comparingLong(row -> row.user().value()))
                .map(row -> {
                    long seenAt = row.seenAt().toEpochMilli();
                    return row(row.user(), NOBODY, 0, false, row.online() ? Math.max(seenAt, lived) : seenAt);
                })
                .toList();
    }
}
