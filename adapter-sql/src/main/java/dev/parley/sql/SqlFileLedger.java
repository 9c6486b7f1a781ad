package dev.parley.sql;

import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.Pixels;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.room.RoomId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of the files, in the table {@code files}: a row is begun (0), whole (1) or doomed (2). */
final class SqlFileLedger implements FileLedger {
    private static final String COLUMNS = "id, name, type, size, width, height, uploader, room, sha256, uploaded_at";

    static final String FIND = "SELECT " + COLUMNS + " FROM files WHERE id = ? AND state = 1";
    static final String DUE = "SELECT id FROM files WHERE due <= ? ORDER BY due LIMIT ?";
    static final String DOOM = "UPDATE files SET state = 2, due = ? WHERE id = ? AND (state = 2 OR due <= ?)";
    static final String KEEP = "UPDATE files SET due = ? WHERE state <> 2 AND id IN (%s)";
    static final String FORGET = "DELETE FROM files WHERE id = ? AND state = 2";

    /** In one order: transactions that meet in some of them must not wait for each other. */
    static final String CLAIMABLE =
            "SELECT " + COLUMNS + " FROM files WHERE uploader = ? AND state = 1 AND id IN (%s) ORDER BY id";

    static final String LOCKED = "SELECT id FROM files WHERE id IN (%s) ORDER BY id";

    private static final String BEGIN =
            "INSERT INTO files (id, uploader, state, due) VALUES (?, ?, 0, ?) ON CONFLICT DO NOTHING";
    private static final String COMPLETE = "UPDATE files SET state = 1, due = %s(due, ?), room = ?, name = ?, type = ?,"
            + " size = ?, width = ?, height = ?, sha256 = ?, uploaded_at = ? WHERE id = ? AND state <> 2";
    static final String CLAIM = "UPDATE files SET due = ? WHERE due < ? AND id IN (%s)";
    private static final String EXISTS = "SELECT 1 FROM files WHERE id = ?";

    private final Database database;

    SqlFileLedger(Database database) {
        this.database = database;
    }

    @Override
    public void begin(FileId file, UserId uploader, Instant until) {
        int unused = database.write(
                statements -> statements.update(BEGIN, file.value(), uploader.value(), until.toEpochMilli()));
    }

    @Override
    public boolean complete(StoredFile file, Instant until) {
        Attachment shown = file.attachment();
        Pixels pixels = shown.pixels();
        RoomId room = file.room();
        String sql = COMPLETE.formatted(database.dialect().greatest());
        return database.write(statements -> statements.update(
                        sql,
                        until.toEpochMilli(),
                        room == null ? null : room.value(),
                        shown.name().value(),
                        shown.type().value(),
                        shown.size(),
                        pixels == null ? null : pixels.width(),
                        pixels == null ? null : pixels.height(),
                        file.sha256(),
                        file.uploadedAt().toEpochMilli(),
                        shown.id().value()))
                == 1;
    }

    @Override
    public Optional<StoredFile> find(FileId file) {
        return database.read(statements -> statements.first(FIND, SqlFileLedger::stored, file.value()));
    }

    @Override
    public Map<FileId, StoredFile> claim(UserId uploader, Collection<FileId> files, Instant until) {
        if (files.isEmpty()) {
            return Map.of();
        }
        InList asked = ids(files);
        String select = asked.in(CLAIMABLE) + database.dialect().rowLock();
        return database.write(statements -> {
            Map<FileId, StoredFile> claimed = new HashMap<>();
            for (StoredFile file : statements.query(select, SqlFileLedger::stored, asked.after(uploader.value()))) {
                claimed.put(file.id(), file);
            }
            if (!claimed.isEmpty()) {
                InList found = ids(claimed.keySet());
                long end = until.toEpochMilli();
                statements.update(found.in(CLAIM), found.after(end, end));
            }
            return claimed;
        });
    }

    @Override
    public List<FileId> due(Instant now, int limit) {
        if (limit < 1 || limit > MAX_QUERY) {
            throw new IllegalArgumentException("1 to " + MAX_QUERY + " files are asked for, not " + limit);
        }
        return database.read(
                statements -> statements.query(DUE, row -> new FileId(row.getString(1)), now.toEpochMilli(), limit));
    }

    @Override
    public void keep(Collection<FileId> files, Instant until) {
        if (files.isEmpty()) {
            return;
        }
        InList asked = ids(files);
        int unused = database.write(statements -> {
            List<String> locked = statements.query(
                    asked.in(LOCKED) + database.dialect().rowLock(), row -> row.getString(1), asked.before());
            return locked.isEmpty() ? 0 : statements.update(asked.in(KEEP), asked.after(until.toEpochMilli()));
        });
    }

    @Override
    public boolean doom(FileId file, Instant now, Instant again) {
        return database.write(
                statements -> statements.update(DOOM, again.toEpochMilli(), file.value(), now.toEpochMilli()) == 1
                        || statements.first(EXISTS, row -> true, file.value()).isEmpty());
    }

    @Override
    public void forget(FileId file) {
        int unused = database.write(statements -> statements.update(FORGET, file.value()));
    }

    private static InList ids(Collection<FileId> files) {
        return InList.of(files.stream().map(FileId::value).toList());
    }

    private static StoredFile stored(ResultSet row) throws SQLException {
        int width = row.getInt(5);
        Pixels pixels = row.wasNull() ? null : new Pixels(width, row.getInt(6));
        UserId uploader = new UserId(row.getLong(7));
        long room = row.getLong(8);
        RoomId only = row.wasNull() ? null : new RoomId(room);
        return new StoredFile(
                new Attachment(
                        new FileId(row.getString(1)),
                        new FileName(row.getString(2)),
                        new MediaType(row.getString(3)),
                        row.getLong(4),
                        pixels),
                uploader,
                only,
                row.getString(9),
                Instant.ofEpochMilli(row.getLong(10)));
    }
}
