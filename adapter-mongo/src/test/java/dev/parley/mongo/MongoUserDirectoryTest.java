package dev.parley.mongo;

import dev.parley.testkit.StoreUnderTest;
import dev.parley.testkit.UserDirectoryContract;
import org.junit.jupiter.api.AfterAll;

class MongoUserDirectoryTest extends UserDirectoryContract {
    @Override
    protected StoreUnderTest openEmpty() {
        return MongoStore.open(MongoServers.any(), MongoServers.newDatabase());
    }

    @AfterAll
    static void dropDatabases() {
        MongoServers.dropDatabases(MongoServers.any());
    }
}
