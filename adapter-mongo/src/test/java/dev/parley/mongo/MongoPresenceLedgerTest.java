package dev.parley.mongo;

import dev.parley.testkit.PresenceLedgerContract;
import dev.parley.testkit.StoreUnderTest;
import org.junit.jupiter.api.AfterAll;

class MongoPresenceLedgerTest extends PresenceLedgerContract {
    @Override
    protected StoreUnderTest openEmpty() {
        return MongoStore.open(MongoServers.any(), MongoServers.newDatabase());
    }

    @AfterAll
    static void dropDatabases() {
        MongoServers.dropDatabases(MongoServers.any());
    }
}
