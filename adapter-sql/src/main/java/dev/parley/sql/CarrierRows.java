package dev.parley.sql;

import dev.parley.domain.file.Attachment;
import dev.parley.domain.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of {@code message_files}: one for each file of a message that is not deleted. */
final class CarrierRows {
    static final String INSERT = "INSERT INTO message_files (room, seq, file) VALUES (?, ?, ?)";

    /** Those of a message that was deleted. */
    static final String DELETE = "DELETE FROM message_files WHERE room = ? AND seq = ?";

    /** Those of a log that is erased from its beginning, up to what still stands in it. */
    static final String ERASE = "DELETE FROM message_files WHERE room = ?"
            + " AND seq < coalesce((SELECT min(seq) FROM messages WHERE room = ?), 9223372036854775807)";

    /** One row of {@link #CARRIED_AFTER}: a room and a seq. */
    static final String AFTER = "(CAST(? AS BIGINT), CAST(? AS BIGINT))";

    static final String CARRIED_AFTER = "WITH asked (room, seq) AS (VALUES %s)"
            + " SELECT 1 FROM asked CROSS JOIN room_heads h WHERE h.room = asked.room AND h.closed = 0 AND EXISTS"
            + " (SELECT 1 FROM message_files f WHERE f.file = ? AND f.room = asked.room AND f.seq > asked.seq) LIMIT 1";

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
                    message.room().value(), message.seq().value(), file.id().value()
                });
            }
        }
        return rows;
    }
}
