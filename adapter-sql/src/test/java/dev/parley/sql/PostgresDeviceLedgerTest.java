package dev.parley.sql;

import dev.parley.testkit.DeviceLedgerContract;
import dev.parley.testkit.StoreUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on PostgreSQL. */
class PostgresDeviceLedgerTest extends DeviceLedgerContract {
    @RegisterExtension
    private final FreshDatabase database = FreshDatabase.prepared();

    @Override
    protected StoreUnderTest openEmpty() {
        return PostgresStore.open(database.name());
    }
}
