package dev.parley.sql;

import dev.parley.testkit.postgres.PostgresServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database for one test, which is dropped when the test has closed all. */
final class FreshDatabase implements BeforeEachCallback, AfterEachCallback {
    private final boolean prepared;
    private @Nullable String name;

    private FreshDatabase(boolean prepared) {
        this.prepared = prepared;
    }

    /** With nothing in it. */
    static FreshDatabase empty() {
        return new FreshDatabase(false);
    }

    /** With Parley's schema and the triggers of the faults. */
    static FreshDatabase prepared() {
        return new FreshDatabase(true);
    }

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

    SqlConfig.Postgres config() {
        return SqlConfig.Postgres.of(PostgresServer.shared().url(name()));
    }

    /** Runs SQL in it, see {@link PostgresServer#execute}. */
    String execute(String sql) {
        return PostgresServer.shared().execute(name(), sql);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        PostgresServer server = PostgresServer.shared();
        name = prepared ? server.newDatabase(Template.NAME) : server.newDatabase();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        PostgresServer.shared().drop(name());
    }
}
