package dev.parley.sql;

import dev.parley.testkit.DeviceLedgerContract;
import dev.parley.testkit.StoreUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqlDeviceLedgerTest extends DeviceLedgerContract {
    @TempDir
    private Path directory = Path.of("");

    @Override
    protected StoreUnderTest openEmpty() {
        return SqliteStore.open(directory.resolve("parley.db"));
    }
}
