package dev.parley.sql;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.ReadMark;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import dev.parley.domain.room.Seat;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rooms, members and read marks in their tables. Whoever changes who is in a room locks the room's row first. Nobody
 * has a row in General, for everybody is in it.
 */
final class SqlRoomDirectory implements RoomDirectory {
    private static final String ROLE = "SELECT role FROM members WHERE room = ? AND user_id = ?";
    private static final String ANOTHER_OWNER =
            "SELECT user_id FROM members WHERE room = ? AND role = 'OWNER' AND user_id <> ? LIMIT 1";
    private static final String LEAVE = "DELETE FROM members WHERE room = ? AND user_id = ?";
    private static final String ASSIGN = "UPDATE members SET role = ? WHERE room = ? AND user_id = ?";
    private static final String EMPTY = "DELETE FROM members WHERE room = ?";
    private static final String FORGET = "DELETE FROM read_marks WHERE room = ? AND user_id = ?";
    private static final String FORGET_ALL =
            "DELETE FROM read_marks WHERE room = ? AND user_id IN" + " (SELECT user_id FROM members WHERE room = ?)";
    private static final String ADVANCE = "INSERT INTO read_marks (user_id, room, seq) VALUES (?, ?, ?)"
            + " ON CONFLICT (user_id, room) DO UPDATE SET seq ="
            + " CASE WHEN excluded.seq > read_marks.seq THEN excluded.seq ELSE read_marks.seq END RETURNING seq";
    private static final String ADVANCE_MEMBER = "INSERT INTO read_marks (user_id, room, seq) SELECT ?, ?, ?"
            + " WHERE ? = 1 OR EXISTS (SELECT 1 FROM members WHERE room = ? AND user_id = ?)"
            + " ON CONFLICT (user_id, room) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > read_marks.seq";
    private static final String MARKS = "SELECT room, seq FROM read_marks WHERE user_id = ?";

    private final Database database;

    SqlRoomDirectory(Database database) {
        this.database = database;
    }

    @Override
    public Creation create(NewRoom room) {
        return database.write(statements -> {
            Optional<Long> id = statements.first(RoomRows.INSERT, row -> row.getLong(1), RoomRows.inserted(room));
            if (id.isEmpty()) {
                return new Creation.NameTaken();
            }
            RoomId number = new RoomId(id.get());
            List<@Nullable Object[]> members = new ArrayList<>();
            members.add(RoomRows.entering(number, room.creator(), Role.OWNER, Head.EMPTY, room.createdAt()));
            room.members()
                    .forEach(user ->
                            members.add(RoomRows.entering(number, user, Role.MEMBER, Head.EMPTY, room.createdAt())));
            statements.batch(RoomRows.ENTER, members);
            List<UserId> entered = new ArrayList<>(room.members());
            entered.add(room.creator());
            MembershipVersions.raise(statements, entered);
            return new Creation.Made(demand(statements, number));
        });
    }

    @Override
    public Room direct(Pair pair, Instant now) {
        return findDirect(pair)
                .orElseGet(() -> database.write(statements -> {
                    Optional<Long> id =
                            statements.first(RoomRows.INSERT, row -> row.getLong(1), RoomRows.inserted(pair, now));
                    if (id.isPresent()) {
                        RoomId number = new RoomId(id.get());
                        statements.batch(
                                RoomRows.ENTER,
                                List.of(
                                        RoomRows.entering(number, pair.first(), Role.MEMBER, Head.EMPTY, now),
                                        RoomRows.entering(number, pair.second(), Role.MEMBER, Head.EMPTY, now)));
                        MembershipVersions.raise(statements, List.of(pair.first(), pair.second()));
                    }
                    return byPair(statements, pair)
                            .orElseThrow(() -> new SQLException("the room of " + pair + " is not there"));
                }));
    }

    @Override
    public Optional<Room> findDirect(Pair pair) {
        return database.read(statements -> byPair(statements, pair));
    }

    private static Optional<Room> byPair(Statements statements, Pair pair) throws SQLException {
        return statements.first(RoomRows.BY_PAIR, RoomRows::read, RoomRows.text(pair));
    }

    @Override
    public Optional<Room> find(RoomId room) {
        return database.read(statements -> find(statements, room));
    }

    private static Optional<Room> find(Statements statements, RoomId room) throws SQLException {
        return statements.first(RoomRows.FIND, RoomRows::read, room.value());
    }

    private static Room demand(Statements statements, RoomId room) throws SQLException {
        return find(statements, room).orElseThrow(() -> new SQLException("room " + room + " is not there"));
    }

    @Override
    public Optional<Room> findListed(RoomName name) {
        return database.read(statements -> statements.first(RoomRows.BY_NAME, RoomRows::read, name.key()));
    }

    @Override
    public Optional<Membership> findFor(UserId user, RoomId room) {
        if (room.equals(RoomId.GENERAL)) {
            return find(room).map(SqlRoomDirectory::everybodys);
        }
        return database.read(
                statements -> statements.first(RoomRows.FIND_FOR, RoomRows::membership, user.value(), room.value()));
    }

    private static Membership everybodys(Room general) {
        return new Membership(general, Role.MEMBER, Head.EMPTY);
    }

    @Override
    public List<Membership> roomsOf(UserId user) {
        return database.read(statements -> {
            List<Membership> rooms = new ArrayList<>();
            rooms.add(everybodys(demand(statements, RoomId.GENERAL)));
            rooms.addAll(statements.query(RoomRows.OF_USER, RoomRows::membership, user.value()));
            return rooms;
        });
    }

    @Override
    public Map<UserId, Integer> countRooms(Collection<UserId> users) {
        Map<UserId, Integer> counts = new HashMap<>();
        if (!users.isEmpty()) {
            InList list = InList.of(users.stream().map(UserId::value).toList());
            database.read(statements -> statements.query(
                    list.in(RoomRows.COUNT),
                    row -> counts.put(new UserId(row.getLong(1)), row.getInt(2)),
                    list.before()));
        }
        return counts;
    }

    @Override
    public List<Room> listed(String part, long after, int limit) {
        demandPage(limit);
        if (!RoomName.isPart(part)) {
            return List.of();
        }
        if (part.isEmpty()) {
            return database.read(statements -> statements.query(RoomRows.LISTED, RoomRows::read, after, limit));
        }
        String pattern = "%" + RoomName.key(part).replaceAll("[!%_]", "!$0") + "%";
        return database.read(
                statements -> statements.query(RoomRows.LISTED_WITH, RoomRows::read, after, pattern, limit));
    }

    @Override
    public List<Room> all(long after, int limit) {
        demandPage(limit);
        return database.read(statements -> statements.query(RoomRows.ALL, RoomRows::read, after, limit));
    }

    @Override
    public List<Member> members(RoomId room, long after, int limit) {
        demandPage(limit);
        return database.read(
                statements -> statements.query(RoomRows.MEMBERS, RoomRows::member, room.value(), after, limit));
    }

    @Override
    public List<Seat> seats(Collection<RoomId> rooms) {
        InList list = InList.of(rooms.stream().map(RoomId::value).toList());
        return database.read(
                statements -> statements.query(list.in(RoomRows.SEATS), RoomRows::seat, list.before(MAX_SEATS)));
    }

    private static void demandPage(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + ", not " + limit);
        }
    }

    @Override
    public Entry add(RoomId room, UserId user, Head joinedAfter, Instant now) {
        return database.write(statements -> {
            Optional<Room> locked = lock(statements, room);
            if (locked.isEmpty()) {
                return new Entry.Missing();
            }
            boolean added =
                    statements.update(RoomRows.ENTER, RoomRows.entering(room, user, Role.MEMBER, joinedAfter, now))
                            == 1;
            if (added) {
                MembershipVersions.raise(statements, List.of(user));
            }
            Membership membership = statements
                    .first(RoomRows.FIND_FOR, RoomRows::membership, user.value(), room.value())
                    .orElseThrow(() -> new SQLException("user " + user + " is not in room " + room));
            return added ? new Entry.Added(membership) : new Entry.Already(membership);
        });
    }

    /** The room, if its members and settings can change; until the commit nobody else changes them. */
    private Optional<Room> lock(Statements statements, RoomId room) throws SQLException {
        if (room.equals(RoomId.GENERAL)) {
            return Optional.empty();
        }
        return statements
                .first(RoomRows.FIND + database.dialect().rowLock(), RoomRows::read, room.value())
                .filter(found -> found.kind() != RoomKind.DIRECT);
    }

    @Override
    public Departure remove(RoomId room, UserId user) {
        return database.write(statements -> {
            if (lock(statements, room).isEmpty()) {
                return Departure.MISSING;
            }
            Optional<Role> role = role(statements, room, user);
            if (role.isEmpty()) {
                return Departure.NOTHING;
            }
            if (role.get() == Role.OWNER && !hasAnotherOwner(statements, room, user)) {
                return Departure.LAST_OWNER;
            }
            statements.update(FORGET, room.value(), user.value());
            statements.update(LEAVE, room.value(), user.value());
            MembershipVersions.raise(statements, List.of(user));
            return Departure.DONE;
        });
    }

    @Override
    public Departure assign(RoomId room, UserId user, Role role) {
        return database.write(statements -> {
            if (lock(statements, room).isEmpty()) {
                return Departure.MISSING;
            }
            Optional<Role> before = role(statements, room, user);
            if (before.isEmpty() || before.get() == role) {
                return Departure.NOTHING;
            }
            if (before.get() == Role.OWNER && !hasAnotherOwner(statements, room, user)) {
                return Departure.LAST_OWNER;
            }
            statements.update(ASSIGN, role.name(), room.value(), user.value());
            MembershipVersions.raise(statements, List.of(user));
            return Departure.DONE;
        });
    }

    private static Optional<Role> role(Statements statements, RoomId room, UserId user) throws SQLException {
        return statements.first(ROLE, row -> Role.valueOf(row.getString(1)), room.value(), user.value());
    }

    private static boolean hasAnotherOwner(Statements statements, RoomId room, UserId user) throws SQLException {
        return statements
                .first(ANOTHER_OWNER, row -> row.getLong(1), room.value(), user.value())
                .isPresent();
    }

    @Override
    public Creation change(RoomId room, long version, RoomSettings settings) {
        return database.write(statements -> {
            Optional<Room> locked = lock(statements, room);
            if (locked.isEmpty()) {
                return new Creation.Missing();
            }
            if (locked.get().version() != version) {
                return new Creation.Outdated();
            }
            if (locked.get().kind() == RoomKind.PUBLIC && isTaken(statements, room, settings.name())) {
                return new Creation.NameTaken();
            }
            statements.update(RoomRows.UPDATE, RoomRows.updated(locked.get(), settings));
            return new Creation.Made(demand(statements, room));
        });
    }

    private static boolean isTaken(Statements statements, RoomId room, RoomName name) throws SQLException {
        return statements
                .first(RoomRows.BY_NAME, RoomRows::read, name.key())
                .filter(other -> !other.id().equals(room))
                .isPresent();
    }

    @Override
    public boolean delete(RoomId room) {
        return database.write(statements -> {
            if (lock(statements, room).isEmpty()) {
                return false;
            }
            statements.update(FORGET_ALL, room.value(), room.value());
            statements.update(EMPTY, room.value());
            return statements.update(RoomRows.DELETE, room.value()) == 1;
        });
    }

    @Override
    public Seq advanceReadMark(RoomId room, UserId user, Seq seq) {
        return database.write(statements -> statements
                .query(ADVANCE, row -> new Seq(row.getLong(1)), user.value(), room.value(), seq.value())
                .get(0));
    }

    /** In one order: transactions that meet in some of them must not wait for each other. */
    @Override
    public void advanceReadMarks(Collection<ReadMark> marks) {
        if (marks.isEmpty() || marks.size() > MAX_MARKS) {
            throw new IllegalArgumentException("not 1 to " + MAX_MARKS + " marks but " + marks.size());
        }
        List<@Nullable Object[]> rows = marks.stream()
                .sorted(Comparator.<ReadMark>comparingLong(mark -> mark.user().value())
                        .thenComparingLong(mark -> mark.room().value()))
                .map(mark -> new @Nullable Object[] {
                    mark.user().value(),
                    mark.room().value(),
                    mark.seq().value(),
                    mark.room().equals(RoomId.GENERAL) ? 1 : 0,
                    mark.room().value(),
                    mark.user().value()
                })
                .toList();
        boolean unused = database.write(statements -> {
            statements.batch(ADVANCE_MEMBER, rows);
            return true;
        });
    }

    @Override
    public Map<RoomId, Seq> readMarks(UserId user) {
        Map<RoomId, Seq> marks = new HashMap<>();
        database.read(statements -> statements.query(
                MARKS, row -> marks.put(new RoomId(row.getLong(1)), new Seq(row.getLong(2))), user.value()));
        return marks;
    }
}
