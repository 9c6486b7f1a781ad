package dev.parley.sql;

import dev.parley.testkit.StoreUnderTest;
import dev.parley.testkit.UserDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on PostgreSQL. */
class PostgresUserDirectoryTest extends UserDirectoryContract {
    @RegisterExtension
    private final FreshDatabase database = FreshDatabase.prepared();

    @Override
    protected StoreUnderTest openEmpty() {
        return PostgresStore.open(database.name());
    }
}
