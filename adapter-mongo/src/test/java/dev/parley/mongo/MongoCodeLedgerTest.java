package dev.parley.mongo;

import dev.parley.testkit.CodeLedgerContract;
import dev.parley.testkit.StoreUnderTest;
import org.junit.jupiter.api.AfterAll;

class MongoCodeLedgerTest extends CodeLedgerContract {
    @Override
    protected StoreUnderTest openEmpty() {
        return MongoStore.open(MongoServers.any(), MongoServers.newDatabase());
    }

    @AfterAll
    static void dropDatabases() {
        MongoServers.dropDatabases(MongoServers.any());
    }
}
