package dev.parley.sql;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * The SQLite file and how connections to it are opened.
 *
 * <p>WAL, so that readers never wait for the writer; synchronous FULL, so that a commit is on the disk when it returns
 * and survives a loss of power (NORMAL would lose the last ones; sqlite.org/pragma.html#pragma_synchronous).
 */
final class SqliteFile {
    private static final int CACHE_KIB = 16 * 1024;
    private static final int WAL_BYTES_KEPT = 64 << 20;
    /** Four times the default: pages that many commits rewrite go to the database file less often. */
    private static final int CHECKPOINT_PAGES = 4000;

    private static final long RETRY_NANOS = 2_000_000;

    private final Path path;
    private final Limits limits;

    SqliteFile(Path path, Limits limits) {
        this.path = path;
        this.limits = limits;
    }

    Path path() {
        return path;
    }

    /** A connection that may write; the file must exist, so that one that was moved away is not replaced by an empty one. */
    Connection open() throws SQLException {
        SQLiteConfig config = config();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return config.createConnection(url());
    }

    /** A connection to a file that is created, for its owner alone, if it is not there. */
    Connection create() throws SQLException {
        createForOwner();
        long begin = System.nanoTime();
        while (true) {
            try {
                return config().createConnection(url());
            } catch (SQLException e) { // Who makes a new file one with a WAL waits for nobody else who does so.
                boolean busy = e.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code;
                if (!busy || System.nanoTime() - begin > limits.busy().toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** A connection that cannot write. */
    Connection openForReading() throws SQLException {
        Connection connection = open();
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** SQLite gives the files beside it the same rights. */
    private void createForOwner() throws SQLException {
        if (Files.exists(path)
                || !path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Another process was first.
        } catch (IOException e) {
            throw new SQLException("cannot create " + path + ": " + e, e);
        }
    }

    private String url() {
        return "jdbc:sqlite:" + path.toAbsolutePath();
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) limits.busy().toMillis());
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setJournalSizeLimit(WAL_BYTES_KEPT);
        config.setCacheSize(-CACHE_KIB);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
        return config;
    }
}
