package dev.parley.sql;

import dev.parley.testkit.MessageLogContract;
import dev.parley.testkit.StoreUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on PostgreSQL. */
class PostgresMessageLogTest extends MessageLogContract {
    @RegisterExtension
    private final FreshDatabase database = FreshDatabase.prepared();

    @Override
    protected StoreUnderTest openEmpty() {
        return PostgresStore.open(database.name());
    }
}
