package dev.parley.sql;

import dev.parley.testkit.FileLedgerContract;
import dev.parley.testkit.StoreUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on PostgreSQL. */
class PostgresFileLedgerTest extends FileLedgerContract {
    @RegisterExtension
    private final FreshDatabase database = FreshDatabase.prepared();

    @Override
    protected StoreUnderTest openEmpty() {
        return PostgresStore.open(database.name());
    }
}
