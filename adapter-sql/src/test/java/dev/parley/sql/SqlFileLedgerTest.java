package dev.parley.sql;

import dev.parley.testkit.FileLedgerContract;
import dev.parley.testkit.StoreUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqlFileLedgerTest extends FileLedgerContract {
    @TempDir
    private Path directory = Path.of("");

    @Override
    protected StoreUnderTest openEmpty() {
        return SqliteStore.open(directory.resolve("parley.db"));
    }
}
