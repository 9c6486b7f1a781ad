package dev.parley.sql;

import dev.parley.testkit.StoreUnderTest;
import dev.parley.testkit.TopicRollContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqlTopicRollTest extends TopicRollContract {
    @TempDir
    private Path directory = Path.of("");

    @Override
    protected StoreUnderTest openEmpty() {
        return SqliteStore.open(directory.resolve("parley.db"));
    }
}
