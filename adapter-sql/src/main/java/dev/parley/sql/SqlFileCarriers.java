package dev.parley.sql;

import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who carries a file, in the table {@code message_files}, which the log writes with its messages. */
final class SqlFileCarriers implements FileCarriers {
    private final Database database;

    SqlFileCarriers(Database database) {
        this.database = database;
    }

    @Override
    public List<Carrier> carriersOf(FileId file, int limit) {
        if (limit < 1 || limit > MAX_QUERY) {
            throw new IllegalArgumentException("1 to " + MAX_QUERY + " carriers are asked for, not " + limit);
        }
        return database.read(statements -> statements.query(
                CarrierRows.CARRIERS_OF,
                row -> new Carrier(new RoomId(row.getLong(1)), new Seq(row.getLong(2))),
                file.value(),
                limit));
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
