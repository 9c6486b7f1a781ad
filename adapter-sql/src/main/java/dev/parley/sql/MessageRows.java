package dev.parley.sql;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rows of {@code messages}. */
final class MessageRows {
    static final String COLUMNS =
            "m.room, m.seq, m.rev, m.key, m.author, m.content, m.sent_at, m.edited_at, m.deleted, m.fingerprint,"
                    + " m.reactions, m.reply_to, m.files";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM messages m ";

    static final String FIND = SELECT + "WHERE m.room = ? AND m.seq = ?";
    static final String BEFORE = SELECT + "WHERE m.room = ? AND m.seq < ? ORDER BY m.seq DESC LIMIT ?";
    static final String AFTER = SELECT + "WHERE m.room = ? AND m.seq > ? ORDER BY m.seq LIMIT ?";
    static final String CHANGES = SELECT + "WHERE m.room = ? AND m.rev > ? ORDER BY m.rev LIMIT ?";
    /** What {@link #BY_KEYS} finds in a log that takes more. */
    static final String BY_KEY =
            SELECT + "JOIN room_heads h ON h.room = m.room WHERE m.room = ? AND m.key = ? AND h.closed = 0";

    /** A cross join, because SQLite would rather read the whole room than follow an IN through the index of the keys. */
    static final String BY_KEYS = "WITH asked (key) AS (VALUES %s) SELECT " + COLUMNS
            + " FROM asked CROSS JOIN messages m WHERE m.key = asked.key AND m.room = ?";

    static final String NEWEST = "SELECT " + COLUMNS + " FROM room_heads h"
            + " JOIN messages m ON m.room = h.room AND m.seq = h.last_seq WHERE h.room IN (%s)";
    static final String INSERT = "INSERT INTO messages"
            + " (room, seq, rev, key, author, content, sent_at, edited_at, deleted, fingerprint, reply_to, files)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 0, ?, ?, ?)";
    static final String UPDATE = "UPDATE messages SET rev = ?, content = ?, edited_at = ?, deleted = ?, reactions = ?,"
            + " files = ? WHERE room = ? AND seq = ?";

    private MessageRows() {}

    /** A message with what is not shown of it. */
    record Stored(Message message, String fingerprint) {
        static Stored read(ResultSet row) throws SQLException {
            return new Stored(MessageRows.read(row), row.getString(10));
        }
    }

    static Message read(ResultSet row) throws SQLException {
        long editedAt = row.getLong(8);
        @Nullable Instant edited = row.wasNull() ? null : Instant.ofEpochMilli(editedAt);
        long replyTo = row.getLong(12);
        @Nullable Seq answered = row.wasNull() ? null : new Seq(replyTo);
        return new Message(
                new RoomId(row.getLong(1)),
                new Seq(row.getLong(2)),
                new Rev(row.getLong(3)),
                new MessageKey(row.getString(4)),
                new UserId(row.getLong(5)),
                new Content(row.getString(6)),
                Instant.ofEpochMilli(row.getLong(7)),
                edited,
                row.getInt(9) != 0,
                ReactionsText.read(row.getString(11)),
                answered,
                FilesText.read(row.getString(13)));
    }

    /** The values of {@link #INSERT}. */
    static @Nullable Object[] inserted(Message message, String fingerprint) {
        Seq replyTo = message.replyTo();
        return new @Nullable Object[] {
            message.room().value(),
            message.seq().value(),
            message.rev().value(),
            message.key().value(),
            message.author().value(),
            message.content().text(),
            message.sentAt().toEpochMilli(),
            fingerprint,
            replyTo == null ? null : replyTo.value(),
            FilesText.write(message.files())
        };
    }

    /** The values of {@link #UPDATE}. */
    static @Nullable Object[] updated(Message message) {
        Instant editedAt = message.editedAt();
        return new @Nullable Object[] {
            message.rev().value(),
            message.content().text(),
            editedAt == null ? null : editedAt.toEpochMilli(),
            message.deleted() ? 1 : 0,
            ReactionsText.write(message.reactions()),
            FilesText.write(message.files()),
            message.room().value(),
            message.seq().value()
        };
    }
}
