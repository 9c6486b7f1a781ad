package dev.parley.sql;

import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the bridge knows, in the tables {@code foreign_accounts}, {@code bridged_rooms} and {@code posts}. */
final class SqlBridgeLedger implements BridgeLedger {
    static final String ACCOUNTS = "SELECT user_id, account FROM foreign_accounts WHERE user_id IN (%s)";
    static final String USERS = "SELECT user_id, account FROM foreign_accounts WHERE account IN (%s)";
    private static final String ROOMS =
            "SELECT room, topic, posts_in, retractions_in, seq_out, rev_out FROM bridged_rooms";
    static final String FIND = ROOMS + " WHERE room = ?";
    static final String AFTER = ROOMS + " WHERE room > ? ORDER BY room LIMIT ?";
    static final String ROOMS_OF = ROOMS + " WHERE topic IN (%s)";
    static final String NUMBERED =
            "SELECT topic, number, message, state FROM posts WHERE number IN (%s) AND room = ? AND topic = ?";

    static final String LINKS =
            "SELECT user_id, account FROM foreign_accounts WHERE user_id > ? ORDER BY user_id LIMIT ?";
    private static final String LINK = "INSERT INTO foreign_accounts (user_id, account) SELECT ?, ?"
            + " WHERE NOT EXISTS (SELECT 1 FROM foreign_accounts WHERE account = ?)"
            + " ON CONFLICT (user_id) DO UPDATE SET account = excluded.account WHERE foreign_accounts.account = ?";
    private static final String LINKED = "SELECT 1 FROM foreign_accounts WHERE user_id = ? AND account = ?";
    private static final String OPEN =
            "INSERT INTO bridged_rooms (room, topic, posts_in, retractions_in, seq_out, rev_out)"
                    + " VALUES (?, ?, 0, 0, 0, 0) ON CONFLICT (room) DO UPDATE SET topic = excluded.topic,"
                    + " posts_in = 0, retractions_in = 0, seq_out = 0, rev_out = 0 WHERE bridged_rooms.topic = ?";
    private static final String ADVANCE = "UPDATE bridged_rooms SET posts_in = %1$s(posts_in, ?),"
            + " retractions_in = %1$s(retractions_in, ?), seq_out = %1$s(seq_out, ?), rev_out = %1$s(rev_out, ?)"
            + " WHERE room = ? AND topic = ?";
    static final String FORGET_POSTS = "DELETE FROM posts WHERE room = ? AND topic = ? AND number IN"
            + " (SELECT number FROM posts WHERE room = ? AND topic = ? ORDER BY number LIMIT ?)";
    private static final String FORGET = "DELETE FROM bridged_rooms WHERE room = ? AND topic = ?";
    private static final String RECORD = "INSERT INTO posts (room, topic, number, message, state)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (room, topic, number)"
            + " DO UPDATE SET message = excluded.message, state = excluded.state";

    private final Database database;
    private final String posts;
    private final String advance;

    SqlBridgeLedger(Database database) {
        this.database = database;
        this.posts = postsBy(database.dialect());
        this.advance = ADVANCE.formatted(database.dialect().greatest());
    }

    /** By its index, because SQLite would rather read all of the topic than look messages up one by one. */
    static String postsBy(Dialect dialect) {
        return "SELECT topic, number, message, state FROM posts" + dialect.by("posts_by_message")
                + " WHERE message IN (%s) AND room = ? AND topic = ?";
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
    public List<Link> links(long after, int limit) {
        return database.read(statements -> statements.query(
                LINKS,
                row -> new Link(new UserId(row.getLong(1)), new ForeignAccount(row.getString(2))),
                after,
                limit));
    }

    @Override
    public boolean link(UserId user, @Nullable ForeignAccount before, ForeignAccount account) {
        return database.write(statements -> {
            @Nullable String gone = before == null ? null : before.value();
            statements.update(LINK, user.value(), account.value(), account.value(), gone);
            return statements
                    .first(LINKED, row -> true, user.value(), account.value())
                    .isPresent();
        });
    }

    @Override
    public Optional<BridgedRoom> find(RoomId room) {
        return database.read(statements -> statements.first(FIND, SqlBridgeLedger::room, room.value()));
    }

    @Override
    public List<BridgedRoom> after(long room, int limit) {
        return database.read(statements -> statements.query(AFTER, SqlBridgeLedger::room, room, limit));
    }

    @Override
    public Map<Topic, BridgedRoom> roomsOf(Collection<Topic> topics) {
        Map<Topic, BridgedRoom> rooms = new HashMap<>();
        if (!topics.isEmpty()) {
            InList names = InList.of(topics.stream().map(Topic::value).toList());
            database.read(statements -> statements.query(names.in(ROOMS_OF), SqlBridgeLedger::room, names.before()))
                    .forEach(room -> rooms.put(room.topic(), room));
        }
        return rooms;
    }

    @Override
    public boolean forget(RoomId room, Topic topic) {
        long id = room.value();
        String name = topic.value();
        return database.write(statements -> {
            if (statements.update(FORGET_POSTS, id, name, id, name, MAX_QUERY) == MAX_QUERY) {
                return false;
            }
            statements.update(SqlTopicRoll.EMPTY, id, name);
            statements.update(FORGET, id, name);
            return true;
        });
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
    public void record(BridgedRoom marks, List<Post> posts) {
        // One post once, and all in one order: transactions that meet in some of them must not wait for each other.
        TreeMap<Long, Post> ordered = new TreeMap<>();
        posts.forEach(post -> ordered.put(post.number(), post));
        List<@Nullable Object[]> rows = ordered.values().stream()
                .map(post -> new @Nullable Object[] {
                    marks.room().value(),
                    post.topic().value(),
                    post.number(),
                    post.message().value(),
                    post.state()
                })
                .toList();
        boolean unused = database.write(statements -> {
            if (!rows.isEmpty()) {
                statements.batch(RECORD, rows);
            }
            statements.update(
                    advance,
                    marks.carriedIn().posts(),
                    marks.carriedIn().retractions(),
                    marks.carriedOut().lastSeq().value(),
                    marks.carriedOut().lastRev().value(),
                    marks.room().value(),
                    marks.topic().value());
            return true;
        });
    }

    @Override
    public Map<Seq, List<Post>> postsOf(RoomId room, Topic topic, Collection<Seq> messages) {
        Map<Seq, List<Post>> shown = new HashMap<>();
        if (!messages.isEmpty()) {
            InList seqs = InList.of(messages.stream().map(Seq::value).toList());
            database.read(statements -> statements.query(
                            seqs.in(posts), SqlBridgeLedger::post, seqs.before(room.value(), topic.value())))
                    .forEach(post -> shown.computeIfAbsent(post.message(), seq -> new ArrayList<>())
                            .add(post));
        }
        shown.values().forEach(some -> some.sort(Comparator.comparingLong(Post::number)));
        return shown;
    }

    @Override
    public Map<Long, Post> posts(RoomId room, Topic topic, Collection<Long> numbers) {
        Map<Long, Post> found = new HashMap<>();
        if (!numbers.isEmpty()) {
            InList some = InList.of(List.copyOf(numbers));
            database.read(statements -> statements.query(
                            some.in(NUMBERED), SqlBridgeLedger::post, some.before(room.value(), topic.value())))
                    .forEach(post -> found.put(post.number(), post));
        }
        return found;
    }

    private static BridgedRoom room(ResultSet row) throws SQLException {
        return new BridgedRoom(
                new RoomId(row.getLong(1)),
                new Topic(row.getString(2)),
                new TopicEnd(row.getLong(3), row.getLong(4)),
                new Head(new Seq(row.getLong(5)), new Rev(row.getLong(6))));
    }

    private static Post post(ResultSet row) throws SQLException {
        return new Post(new Topic(row.getString(1)), row.getLong(2), new Seq(row.getLong(3)), row.getString(4));
    }
}
