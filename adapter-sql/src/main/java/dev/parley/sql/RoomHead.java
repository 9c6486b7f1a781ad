package dev.parley.sql;

import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A row of {@code room_heads}. */
record RoomHead(long room, Seq lastSeq, Rev lastRev, Instant lastSentAt) {
    static final String SELECT = "SELECT room, last_seq, last_rev, last_sent_at FROM room_heads WHERE room IN (%s)";
    static final String SELECT_ONE = "SELECT room, last_seq, last_rev, last_sent_at FROM room_heads WHERE room = ?";
    static final String ADD =
            "INSERT INTO room_heads (room, last_seq, last_rev, last_sent_at) VALUES (?, 0, 0, 0) ON CONFLICT DO NOTHING";
    static final String UPDATE = "UPDATE room_heads SET last_seq = ?, last_rev = ?, last_sent_at = ? WHERE room = ?";

    static RoomHead read(ResultSet row) throws SQLException {
        return new RoomHead(
                row.getLong(1), new Seq(row.getLong(2)), new Rev(row.getLong(3)), Instant.ofEpochMilli(row.getLong(4)));
    }

    Head head() {
        return new Head(lastSeq, lastRev);
    }

    void save(Statements statements) throws SQLException {
        statements.update(UPDATE, lastSeq.value(), lastRev.value(), lastSentAt.toEpochMilli(), room);
    }
}
