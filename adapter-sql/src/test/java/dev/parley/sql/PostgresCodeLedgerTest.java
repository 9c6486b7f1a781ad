package dev.parley.sql;

import dev.parley.testkit.CodeLedgerContract;
import dev.parley.testkit.StoreUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on PostgreSQL. */
class PostgresCodeLedgerTest extends CodeLedgerContract {
    @RegisterExtension
    private final FreshDatabase database = FreshDatabase.prepared();

    @Override
    protected StoreUnderTest openEmpty() {
        return PostgresStore.open(database.name());
    }
}
