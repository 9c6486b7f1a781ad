package dev.parley.mongo;

import dev.parley.testkit.StoreUnderTest;
import dev.parley.testkit.TopicRollContract;
import org.junit.jupiter.api.AfterAll;

class MongoTopicRollTest extends TopicRollContract {
    @Override
    protected StoreUnderTest openEmpty() {
        return MongoStore.open(MongoServers.any(), MongoServers.newDatabase());
    }

    @AfterAll
    static void dropDatabases() {
        MongoServers.dropDatabases(MongoServers.any());
    }
}
