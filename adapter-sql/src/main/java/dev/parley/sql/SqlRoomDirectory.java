package dev.parley.sql;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rooms and read marks in their tables. Everybody is in General, and there is no other room yet. */
final class SqlRoomDirectory implements RoomDirectory {
    private static final String GENERAL = "SELECT id, kind, name, created_at FROM rooms WHERE id = 1";
    private static final String ADVANCE = "INSERT INTO read_marks (user_id, room, seq) VALUES (?, ?, ?)"
            + " ON CONFLICT (user_id, room) DO UPDATE SET seq ="
            + " CASE WHEN excluded.seq > read_marks.seq THEN excluded.seq ELSE read_marks.seq END RETURNING seq";
    private static final String MARKS = "SELECT room, seq FROM read_marks WHERE user_id = ?";

    private final Database database;

    SqlRoomDirectory(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Room> findFor(UserId user, RoomId room) {
        return roomsOf(user).stream().filter(each -> each.id().equals(room)).findFirst();
    }

    @Override
    public List<Room> roomsOf(UserId user) {
        return database.read(statements -> statements.query(GENERAL, SqlRoomDirectory::room));
    }

    private static Room room(ResultSet row) throws SQLException {
        return new Room(
                new RoomId(row.getLong(1)),
                RoomKind.valueOf(row.getString(2)),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4)));
    }

    @Override
    public Seq advanceReadMark(RoomId room, UserId user, Seq seq) {
        return database.write(statements -> statements
                .query(ADVANCE, row -> new Seq(row.getLong(1)), user.value(), room.value(), seq.value())
                .get(0));
    }

    @Override
    public Map<RoomId, Seq> readMarks(UserId user) {
        Map<RoomId, Seq> marks = new HashMap<>();
        database.read(statements -> statements.query(
                MARKS, row -> marks.put(new RoomId(row.getLong(1)), new Seq(row.getLong(2))), user.value()));
        return marks;
    }
}
