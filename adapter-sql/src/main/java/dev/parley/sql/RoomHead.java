package dev.parley.sql;

import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * A row of {@code room_heads}.
 *
 * @param closed whether the log takes nothing more
 */
record RoomHead(long room, Seq lastSeq, Rev lastRev, Instant lastSentAt, boolean closed) {
    static final String SELECT =
            "SELECT room, last_seq, last_rev, last_sent_at, closed FROM room_heads WHERE room IN (%s)";
    static final String SELECT_ONE =
            "SELECT room, last_seq, last_rev, last_sent_at, closed FROM room_heads WHERE room = ?";
    static final String ADD =
            "INSERT INTO room_heads (room, last_seq, last_rev, last_sent_at) VALUES (?, 0, 0, 0) ON CONFLICT DO NOTHING";
    static final String UPDATE = "UPDATE room_heads SET last_seq = ?, last_rev = ?, last_sent_at = ? WHERE room = ?";

    static RoomHead read(ResultSet row) throws SQLException {
        return new RoomHead(
                row.getLong(1),
                new Seq(row.getLong(2)),
                new Rev(row.getLong(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getInt(5) != 0);
    }

    /** The row of the room, which is made if there is none; until the commit nobody else writes to the log. */
    static RoomHead lock(Statements statements, Dialect dialect, RoomId room) throws SQLException {
        String select = SELECT_ONE + dialect.rowLock();
        List<RoomHead> found = statements.query(select, RoomHead::read, room.value());
        if (found.isEmpty()) {
            statements.update(ADD, room.value());
            found = statements.query(select, RoomHead::read, room.value());
        }
        return found.get(0);
    }

    /** As it is when the log ends with this message. */
    RoomHead raisedTo(Message message) {
        return new RoomHead(room, message.seq(), message.rev(), message.sentAt(), closed);
    }

    Head head() {
        return new Head(lastSeq, lastRev);
    }

    void save(Statements statements) throws SQLException {
        statements.update(UPDATE, lastSeq.value(), lastRev.value(), lastSentAt.toEpochMilli(), room);
    }
}
