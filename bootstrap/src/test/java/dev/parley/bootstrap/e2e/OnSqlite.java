package dev.parley.bootstrap.e2e;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of a class on one server: for what has nothing to do with the store. Names are for one test alone. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class OnSqlite {
    static final String MESSAGES = Person.MESSAGES;

    private final Map<String, String> settings;
    private @Nullable RunningServer server;

    OnSqlite() {
        this(Map.of());
    }

    OnSqlite(Map<String, String> settings) {
        this.settings = settings;
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        server = RunningServer.start(StoreKind.SQLITE, directory, settings);
    }

    @AfterAll
    void stop() {
        Objects.requireNonNull(server).close();
    }

    int port() {
        return Objects.requireNonNull(server).port();
    }

    Api api() {
        return Api.to(port());
    }

    Person person(String username) {
        return Person.signUp(api(), username);
    }
}
