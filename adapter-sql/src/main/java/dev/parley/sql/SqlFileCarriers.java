package dev.parley.sql;

import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Who carries a file, in the table {@code message_files}, which the log writes with its messages. */
final class SqlFileCarriers implements FileCarriers {
    private final Database database;

    SqlFileCarriers(Database database) {
        this.database = database;
    }

    @Override
    public boolean isCarried(FileId file, Map<RoomId, Seq> after) {
        if (after.isEmpty()) {
            return false;
        }
        InList rooms = InList.of(after.keySet());
        List<Object> values = new ArrayList<>();
        for (Object room : rooms.values()) {
            values.add(((RoomId) room).value());
            values.add(Objects.requireNonNull(after.get(room)).value());
        }
        values.add(file.value());
        String sql = rooms.rows(CarrierRows.CARRIED_AFTER, CarrierRows.AFTER);
        return !database.read(statements -> statements.query(sql, row -> true, values.toArray()))
                .isEmpty();
    }

    @Override
    public Set<FileId> carried(Collection<FileId> files) {
        if (files.isEmpty()) {
            return Set.of();
        }
        InList ids = InList.of(files.stream().map(FileId::value).toList());
        return new HashSet<>(database.read(statements ->
                statements.query(ids.rows(CarrierRows.CARRIED), row -> new FileId(row.getString(1)), ids.before())));
    }
}
