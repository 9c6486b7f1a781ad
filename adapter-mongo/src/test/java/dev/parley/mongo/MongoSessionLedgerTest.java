package dev.parley.mongo;

import dev.parley.testkit.SessionLedgerContract;
import dev.parley.testkit.StoreUnderTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class MongoSessionLedgerTest {
    @Nested
    class OnWireServer extends SessionLedgerContract {
        @Override
        protected StoreUnderTest openEmpty() {
            return MongoStore.open(MongoServers.wire(), MongoServers.newDatabase());
        }

        @AfterAll
        static void dropDatabases() {
            MongoServers.dropDatabases(MongoServers.wire());
        }
    }

    @Nested
    @EnabledIfEnvironmentVariable(named = MongoServers.REAL, matches = ".+", disabledReason = "no MongoDB to test on")
    class OnRealServer extends SessionLedgerContract {
        @Override
        protected StoreUnderTest openEmpty() {
            return MongoStore.open(MongoServers.real(), MongoServers.newDatabase());
        }

        @AfterAll
        static void dropDatabases() {
            MongoServers.dropDatabases(MongoServers.real());
        }
    }
}
