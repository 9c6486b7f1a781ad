package dev.parley.sql;

import dev.parley.domain.file.Attachment;
import dev.parley.domain.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of {@code message_files}: one for each file of a message that is not deleted. */
final class CarrierRows {
    static final String INSERT = "INSERT INTO message_files (room, seq, file, sent_at) VALUES (?, ?, ?, ?)";

    /** Those of a message that was deleted. */
    static final String DELETE = "DELETE FROM message_files WHERE room = ? AND seq = ?";

    /** Those of a log that is erased from its beginning, up to what still stands in it. */
    static final String ERASE = "DELETE FROM message_files WHERE room = ?"
            + " AND seq < coalesce((SELECT min(seq) FROM messages WHERE room = ?), 9223372036854775807)";

    static final String CARRIERS_OF = "SELECT f.room, f.seq FROM message_files f JOIN room_heads h ON h.room = f.room"
            + " WHERE f.file = ? AND h.closed = 0 ORDER BY f.sent_at DESC LIMIT ?";

    static final String CARRIED = "WITH asked (file) AS (VALUES %s) SELECT asked.file FROM asked WHERE EXISTS"
            + " (SELECT 1 FROM message_files f JOIN room_heads h ON h.room = f.room"
            + " WHERE f.file = asked.file AND h.closed = 0)";

    private CarrierRows() {}

    /** The values of {@link #INSERT}, for each file of these messages. */
    static List<@Nullable Object[]> inserted(List<Message> messages) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Message message : messages) {
            for (Attachment file : message.files()) {
                rows.add(new @Nullable Object[] {
                    message.room().value(),
                    message.seq().value(),
                    file.id().value(),
                    message.sentAt().toEpochMilli()
                });
            }
        }
        return rows;
    }
}
