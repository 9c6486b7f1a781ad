package dev.parley.bootstrap.e2e;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.parley.testkit.postgres.PostgresServer;
import java.util.Map;

/**
 * Is an empty store for one server, or for the nodes that share it.
 *
 * @param settings what a server is told so that it uses it
 * @param end forgets everything
 */
record TestStore(Map<String, String> settings, Runnable end) implements AutoCloseable {
    static TestStore open(StoreKind kind) {
        return switch (kind) {
            case SQLITE -> new TestStore(Map.of(), () -> {});
            case MONGODB -> {
                MongoServer mongo = new MongoServer(new MemoryBackend());
                yield new TestStore(Map.of("MONGODB_URI", mongo.bindAndGetConnectionString()), mongo::shutdownNow);
            }
            case POSTGRES -> {
                PostgresServer postgres = PostgresServer.shared();
                String database = postgres.newDatabase();
                yield new TestStore(Map.of("DATABASE_URL", postgres.url(database)), () -> postgres.drop(database));
            }
        };
    }

    @Override
    public void close() {
        end.run();
    }
}
