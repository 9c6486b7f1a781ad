package dev.parley.sql;

import dev.parley.domain.node.Lease;
import dev.parley.domain.node.Leases;
import dev.parley.domain.node.NodeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The leases in the table {@code leases}: each change is one statement that names what it expects. */
final class SqlLeases implements Leases {
    static final String FIND = "SELECT name, holder, beat FROM leases WHERE name = ?";
    static final String NAMED =
            "SELECT name, holder, beat FROM leases WHERE name >= ? AND name < ? ORDER BY name LIMIT " + MAX_NAMED;
    static final String REPLACE = "UPDATE leases SET holder = ?, beat = ? WHERE name = ? AND holder = ? AND beat = ?";
    static final String REMOVE = "DELETE FROM leases WHERE name = ? AND holder = ? AND beat = ?";

    private static final String ADD = "INSERT INTO leases (name, holder, beat) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

    private final Database database;

    SqlLeases(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Lease> find(String name) {
        return database.read(statements -> statements.first(FIND, SqlLeases::lease, name));
    }

    @Override
    public List<Lease> named(String prefix) {
        return database.read(statements -> statements.query(NAMED, SqlLeases::lease, prefix, prefix + '\uffff'));
    }

    @Override
    public boolean add(Lease lease) {
        return changes(ADD, lease.name(), lease.holder().value(), lease.beat());
    }

    @Override
    public boolean replace(Lease expected, Lease next) {
        return changes(
                REPLACE,
                next.holder().value(),
                next.beat(),
                expected.name(),
                expected.holder().value(),
                expected.beat());
    }

    @Override
    public boolean remove(Lease expected) {
        return changes(REMOVE, expected.name(), expected.holder().value(), expected.beat());
    }

    private boolean changes(String sql, Object... values) {
        return database.write(statements -> statements.update(sql, values)) == 1;
    }

    private static Lease lease(ResultSet row) throws SQLException {
        return new Lease(row.getString(1), new NodeId(row.getString(2)), row.getLong(3));
    }
}
