package dev.parley.sql;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinCode;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import dev.parley.domain.room.Seat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rows of {@code rooms} and {@code members}. */
final class RoomRows {
    private static final String COLUMNS =
            "r.id, r.kind, r.name, r.pair, r.join_rule, r.code, r.history, r.creator, r.created_at, r.version";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM rooms r ";
    private static final String MEMBERSHIP = "SELECT " + COLUMNS + ", m.role, m.joined_seq, m.joined_rev FROM members m"
            + " JOIN rooms r ON r.id = m.room WHERE m.user_id = ? ";

    static final String FIND = SELECT + "WHERE r.id = ?";
    static final String BY_NAME = SELECT + "WHERE r.name_key = ?";
    static final String BY_PAIR = SELECT + "WHERE r.pair = ?";
    static final String ALL = SELECT + "WHERE r.id > ? ORDER BY r.id LIMIT ?";
    static final String LISTED = SELECT + "WHERE r.id > ? AND r.kind = 'PUBLIC' ORDER BY r.id LIMIT ?";
    static final String LISTED_WITH =
            SELECT + "WHERE r.id > ? AND r.kind = 'PUBLIC' AND r.name_key LIKE ? ESCAPE '!' ORDER BY r.id LIMIT ?";
    static final String FIND_FOR = MEMBERSHIP + "AND m.room = ?";
    static final String OF_USER = MEMBERSHIP + "ORDER BY m.room";
    static final String COUNT =
            "SELECT user_id, count(*) FROM members WHERE user_id IN (%s) GROUP BY user_id ORDER BY user_id";
    static final String MEMBERS =
            "SELECT user_id, role, joined_at FROM members WHERE room = ? AND user_id > ? ORDER BY user_id LIMIT ?";
    static final String SEATS = "SELECT room, user_id FROM members WHERE room IN (%s) ORDER BY room, user_id LIMIT ?";

    static final String INSERT =
            "INSERT INTO rooms (kind, name, name_key, pair, join_rule, code, history, creator, created_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id";
    static final String UPDATE =
            "UPDATE rooms SET name = ?, name_key = ?, join_rule = ?, code = ?, history = ?, version = version + 1"
                    + " WHERE id = ?";
    static final String DELETE = "DELETE FROM rooms WHERE id = ?";
    static final String ENTER = "INSERT INTO members (room, user_id, role, joined_seq, joined_rev, joined_at)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private RoomRows() {}

    static Room read(ResultSet row) throws SQLException {
        RoomKind kind = RoomKind.valueOf(row.getString(2));
        @Nullable String pair = row.getString(4);
        @Nullable String code = row.getString(6);
        long creator = row.getLong(8);
        return new Room(
                new RoomId(row.getLong(1)),
                kind,
                kind == RoomKind.DIRECT ? null : new RoomName(row.getString(3)),
                pair == null ? null : pair(pair),
                JoinRule.valueOf(row.getString(5)),
                code == null ? null : new JoinCode(code),
                HistoryRule.valueOf(row.getString(7)),
                creator == 0 ? null : new UserId(creator),
                Instant.ofEpochMilli(row.getLong(9)),
                row.getLong(10));
    }

    static Membership membership(ResultSet row) throws SQLException {
        return new Membership(
                read(row),
                Role.valueOf(row.getString(11)),
                new Head(new Seq(row.getLong(12)), new Rev(row.getLong(13))));
    }

    static Member member(ResultSet row) throws SQLException {
        return new Member(
                new UserId(row.getLong(1)), Role.valueOf(row.getString(2)), Instant.ofEpochMilli(row.getLong(3)));
    }

    static Seat seat(ResultSet row) throws SQLException {
        return new Seat(new RoomId(row.getLong(1)), new UserId(row.getLong(2)));
    }

    /** The values of {@link #INSERT} for a room with a name. */
    static @Nullable Object[] inserted(NewRoom room) {
        RoomSettings settings = room.settings();
        JoinCode code = settings.code();
        return new @Nullable Object[] {
            room.kind().name(),
            settings.name().value(),
            key(room.kind(), settings.name()),
            null,
            settings.join().name(),
            code == null ? null : code.value(),
            settings.history().name(),
            room.creator().value(),
            room.createdAt().toEpochMilli()
        };
    }

    /** The values of {@link #INSERT} for a direct room. */
    static @Nullable Object[] inserted(Pair pair, Instant now) {
        return new @Nullable Object[] {
            RoomKind.DIRECT.name(),
            "",
            null,
            text(pair),
            JoinRule.INVITE.name(),
            null,
            HistoryRule.ALL.name(),
            null,
            now.toEpochMilli()
        };
    }

    /** The values of {@link #UPDATE}. */
    static @Nullable Object[] updated(Room room, RoomSettings settings) {
        JoinCode code = settings.code();
        return new @Nullable Object[] {
            settings.name().value(),
            key(room.kind(), settings.name()),
            settings.join().name(),
            code == null ? null : code.value(),
            settings.history().name(),
            room.id().value()
        };
    }

    /** The values of {@link #ENTER}. */
    static @Nullable Object[] entering(RoomId room, UserId user, Role role, Head joinedAfter, Instant now) {
        return new @Nullable Object[] {
            room.value(),
            user.value(),
            role.name(),
            joinedAfter.lastSeq().value(),
            joinedAfter.lastRev().value(),
            now.toEpochMilli()
        };
    }

    private static @Nullable String key(RoomKind kind, RoomName name) {
        return kind == RoomKind.PUBLIC ? name.key() : null;
    }

    static String text(Pair pair) {
        return pair.first() + ":" + pair.second();
    }

    private static Pair pair(String text) {
        int colon = text.indexOf(':');
        return new Pair(
                new UserId(Long.parseLong(text.substring(0, colon))),
                new UserId(Long.parseLong(text.substring(colon + 1))));
    }
}
