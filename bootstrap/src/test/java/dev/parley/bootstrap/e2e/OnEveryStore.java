package dev.parley.bootstrap.e2e;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the tests of a class on one server for each kind of store. The tests share it: names are for one test alone. */
@ParameterizedClass(name = "{0}")
@EnumSource
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class OnEveryStore {
    static final String MESSAGES = Person.MESSAGES;

    @Parameter
    @Nullable
    StoreKind store;

    private final Map<String, String> settings;
    private @Nullable RunningServer server;

    OnEveryStore() {
        this(Map.of());
    }

    OnEveryStore(Map<String, String> settings) {
        this.settings = settings;
    }

    @BeforeParameterizedClassInvocation
    void start(StoreKind kind, @TempDir Path directory) {
        server = RunningServer.start(kind, directory.resolve(kind.name()), settings);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        RunningServer running = server;
        server = null;
        if (running != null) { // Else its store is not to be had, and the tests are skipped.
            running.close();
        }
    }

    RunningServer server() {
        return Objects.requireNonNull(server);
    }

    Api api() {
        return server().api();
    }

    Person person(String username) {
        return server().person(username);
    }
}
