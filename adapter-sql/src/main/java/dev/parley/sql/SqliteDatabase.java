package dev.parley.sql;

import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.ErrorCode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database in one SQLite file: one thread writes, a few connections read. */
final class SqliteDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final String READ_SOMETHING = "SELECT id FROM rooms WHERE id = 1";
    /** As much as a whole batch of messages takes. */
    private static final String WRITE_MUCH = "INSERT OR REPLACE INTO probe (id, bytes) VALUES (1, zeroblob(1048576))";

    private static final String FREE_IT = "DELETE FROM probe";

    private final SqliteFile file;
    private final SqliteWriter writer;
    private final SqliteReaders readers;
    private final AtomicBoolean trying = new AtomicBoolean();
    /** So many failures of the writer are over. */
    private final AtomicLong forgiven = new AtomicLong();

    SqliteDatabase(Path path, Limits limits, Probe probe) {
        this.file = new SqliteFile(path, limits);
        this.writer = new SqliteWriter(file, limits, probe);
        this.readers = new SqliteReaders(file, limits, probe);
    }

    @Override
    public void start() {
        try (Statements statements = new Statements(file.create())) {
            SqliteSchema.migrate(statements);
        } catch (SQLException | IllegalStateException e) {
            throw new IllegalStateException("cannot use the database " + file.path() + ": " + e.getMessage(), e);
        }
        writer.start();
        readers.start();
    }

    @Override
    public void check() {
        int found = read(statements ->
                statements.query(READ_SOMETHING, row -> row.getLong(1)).size());
        if (found != 1 || !writer.isAlive()) {
            throw new Unavailable(ErrorCode.STORE_UNAVAILABLE);
        }
        long failures = writer.failures();
        if (failures != forgiven.get()) {
            tryToWrite();
            forgiven.set(failures);
            LOG.info("the store can be written again");
        }
    }

    /** By a connection of its own, one at a time: it must not take a place, or the disk's last page, from a message. */
    private void tryToWrite() {
        if (!trying.compareAndSet(false, true)) {
            throw new Unavailable(ErrorCode.STORE_UNAVAILABLE);
        }
        try (Statements statements = new Statements(file.open())) {
            int written = statements.update(WRITE_MUCH);
            int freed = statements.update(FREE_IT);
            LOG.debug("{} rows written, {} freed", written, freed);
        } catch (SQLException e) {
            throw unavailable(e);
        } finally {
            trying.set(false);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        return writer.write(work);
    }

    @Override
    public <T> T read(Work<T> work) {
        return readers.read(work);
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    /** How many writes wait for the writer. */
    int waiting() {
        return writer.waiting();
    }

    boolean isOpen() {
        return writer.isOpen();
    }

    @Override
    public void close() {
        writer.close();
        readers.close();
    }

    /** What a caller is told of the driver's failure. */
    static Unavailable unavailable(@Nullable Throwable cause) {
        return new Unavailable(ErrorCode.STORE_UNAVAILABLE, cause);
    }
}
