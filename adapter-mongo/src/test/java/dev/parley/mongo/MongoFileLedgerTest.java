package dev.parley.mongo;

import dev.parley.testkit.FileLedgerContract;
import dev.parley.testkit.StoreUnderTest;
import org.junit.jupiter.api.AfterAll;

class MongoFileLedgerTest extends FileLedgerContract {
    @Override
    protected StoreUnderTest openEmpty() {
        return MongoStore.open(MongoServers.any(), MongoServers.newDatabase());
    }

    @AfterAll
    static void dropDatabases() {
        MongoServers.dropDatabases(MongoServers.any());
    }
}
