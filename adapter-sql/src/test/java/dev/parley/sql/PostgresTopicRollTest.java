package dev.parley.sql;

import dev.parley.testkit.StoreUnderTest;
import dev.parley.testkit.TopicRollContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on PostgreSQL. */
class PostgresTopicRollTest extends TopicRollContract {
    @RegisterExtension
    private final FreshDatabase database = FreshDatabase.prepared();

    @Override
    protected StoreUnderTest openEmpty() {
        return PostgresStore.open(database.name());
    }
}
