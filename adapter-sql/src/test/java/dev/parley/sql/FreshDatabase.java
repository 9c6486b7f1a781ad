package dev.parley.sql;

import dev.parley.testkit.postgres.PostgresServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database for one test, with Parley's schema and the triggers of the faults; dropped when the test has closed all. */
final class FreshDatabase implements BeforeEachCallback, AfterEachCallback {
    private @Nullable String name;

    /** Made once: a copy of it is made sooner than a schema. */
    private static final class Template {
        private static final String NAME = make();

        private static String make() {
            PostgresServer server = PostgresServer.shared();
            String name = server.newDatabase();
            try (SqlAdapter adapter = new SqlAdapter(SqlConfig.Postgres.of(server.url(name)))) {
                adapter.start();
            }
            var unused = server.execute(name, PostgresFaults.TRIGGERS);
            return name;
        }
    }

    String name() {
        return Objects.requireNonNull(name);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        name = PostgresServer.shared().newDatabase(Template.NAME);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        PostgresServer.shared().drop(name());
    }
}
