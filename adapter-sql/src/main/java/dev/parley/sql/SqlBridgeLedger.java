package dev.parley.sql;

import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the bridge knows, in the tables {@code foreign_accounts}, {@code bridged_rooms} and {@code posts}. */
final class SqlBridgeLedger implements BridgeLedger {
    static final String ACCOUNTS = "SELECT user_id, account FROM foreign_accounts WHERE user_id IN (%s)";
    static final String USERS = "SELECT user_id, account FROM foreign_accounts WHERE account IN (%s)";
    static final String FIND = "SELECT room, topic, carried_in, carried_out FROM bridged_rooms WHERE room = ?";
    static final String POSTS = "SELECT topic, number, message, state FROM posts WHERE message IN (%s)"
            + " AND room = ? AND topic = ? ORDER BY number DESC";
    static final String POST =
            "SELECT topic, number, message, state FROM posts WHERE room = ? AND topic = ? AND number = ?";

    private static final String OWNER = "SELECT user_id FROM foreign_accounts WHERE account = ?";
    private static final String LINK = "INSERT INTO foreign_accounts (user_id, account) VALUES (?, ?)"
            + " ON CONFLICT (user_id) DO UPDATE SET account = excluded.account";
    private static final String OPEN =
            "INSERT INTO bridged_rooms (room, topic, carried_in, carried_out) VALUES (?, ?, 0, 0)"
                    + " ON CONFLICT (room) DO UPDATE SET topic = excluded.topic, carried_in = 0 WHERE topic = ?";
    private static final String ADVANCE = "UPDATE bridged_rooms SET carried_in = max(carried_in, ?),"
            + " carried_out = max(carried_out, ?) WHERE room = ? AND topic = ?";
    private static final String RECORD = "INSERT INTO posts (room, topic, number, message, state)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (room, topic, number)"
            + " DO UPDATE SET message = excluded.message, state = excluded.state";

    private final Database database;

    SqlBridgeLedger(Database database) {
        this.database = database;
    }

    @Override
    public Map<UserId, ForeignAccount> accountsOf(Collection<UserId> users) {
        Map<UserId, ForeignAccount> accounts = new HashMap<>();
        if (!users.isEmpty()) {
            InList ids = InList.of(users.stream().map(UserId::value).toList());
            database.read(statements -> statements.query(
                    ids.in(ACCOUNTS),
                    row -> accounts.put(new UserId(row.getLong(1)), new ForeignAccount(row.getString(2))),
                    ids.before()));
        }
        return accounts;
    }

    @Override
    public Map<ForeignAccount, UserId> usersOf(Collection<ForeignAccount> accounts) {
        Map<ForeignAccount, UserId> users = new HashMap<>();
        if (!accounts.isEmpty()) {
            InList names =
                    InList.of(accounts.stream().map(ForeignAccount::value).toList());
            database.read(statements -> statements.query(
                    names.in(USERS),
                    row -> users.put(new ForeignAccount(row.getString(2)), new UserId(row.getLong(1))),
                    names.before()));
        }
        return users;
    }

    @Override
    public UserId link(UserId user, ForeignAccount account) {
        return database.write(statements -> {
            Optional<Long> owner = statements.first(OWNER, row -> row.getLong(1), account.value());
            if (owner.isEmpty()) {
                statements.update(LINK, user.value(), account.value());
            }
            return owner.map(UserId::new).orElse(user);
        });
    }

    @Override
    public Optional<BridgedRoom> find(RoomId room) {
        return database.read(statements -> statements.first(FIND, SqlBridgeLedger::room, room.value()));
    }

    @Override
    public BridgedRoom open(RoomId room, @Nullable Topic before, Topic topic) {
        return database.write(statements -> {
            statements.update(OPEN, room.value(), topic.value(), before == null ? null : before.value());
            return statements
                    .first(FIND, SqlBridgeLedger::room, room.value())
                    .orElseThrow(() -> new SQLException("room " + room + " was just bridged and is not"));
        });
    }

    @Override
    public void advance(RoomId room, Topic topic, long carriedIn, Rev carriedOut) {
        int unused = database.write(
                statements -> statements.update(ADVANCE, carriedIn, carriedOut.value(), room.value(), topic.value()));
    }

    @Override
    public void record(RoomId room, List<Post> posts) {
        if (posts.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> rows = posts.stream()
                .map(post -> new @Nullable Object[] {
                    room.value(),
                    post.topic().value(),
                    post.number(),
                    post.message().value(),
                    post.state()
                })
                .toList();
        boolean unused = database.write(statements -> {
            statements.batch(RECORD, rows);
            return true;
        });
    }

    @Override
    public Map<Seq, Post> postsOf(RoomId room, Topic topic, Collection<Seq> messages) {
        Map<Seq, Post> posts = new HashMap<>();
        if (!messages.isEmpty()) {
            InList seqs = InList.of(messages.stream().map(Seq::value).toList());
            database.read(statements -> statements.query(
                            seqs.in(POSTS), SqlBridgeLedger::post, seqs.before(room.value(), topic.value())))
                    .forEach(post -> posts.put(post.message(), post));
        }
        return posts;
    }

    @Override
    public Optional<Post> post(RoomId room, Topic topic, long number) {
        return database.read(
                statements -> statements.first(POST, SqlBridgeLedger::post, room.value(), topic.value(), number));
    }

    private static BridgedRoom room(ResultSet row) throws SQLException {
        return new BridgedRoom(
                new RoomId(row.getLong(1)), new Topic(row.getString(2)), row.getLong(3), new Rev(row.getLong(4)));
    }

    private static Post post(ResultSet row) throws SQLException {
        return new Post(new Topic(row.getString(1)), row.getLong(2), new Seq(row.getLong(3)), row.getString(4));
    }
}
