package dev.parley.bootstrap.e2e;

import dev.parley.bootstrap.InProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Is a server in this process, on a free port, with a store of its own. It must not log an error. */
final class RunningServer implements AutoCloseable {
    /** What tokens are signed with, so that tests can make their own. */
    static final String SECRET = "a secret of the tests, of 32 bytes and more";

    /** Fast passwords and no limits, but where a test wants them. */
    private static final Map<String, String> SETTINGS = Map.of(
            "HOST", "localhost",
            "PORT", "0",
            "JWT_SECRET", SECRET,
            "PARLEY_BCRYPT_COST", "4",
            "RATE_LIMITS", "off");

    private final ErrorLog errors = new ErrorLog();
    private final TestStore store;
    private final InProcess server;
    private final Map<String, String> settings;

    private RunningServer(TestStore store, Map<String, String> settings, Path directory) {
        this.store = store;
        this.settings = Map.copyOf(settings);
        this.server = InProcess.start(settings, directory);
    }

    /** @param directory for its data, if the store keeps it in files */
    static RunningServer start(StoreKind kind, Path directory, Map<String, String> settings) {
        TestStore store = TestStore.open(kind);
        Map<String, String> all = settings(directory, settings);
        all.putAll(store.settings());
        return new RunningServer(store, all, directory);
    }

    /** All that a server needs to be told; may be added to. */
    static Map<String, String> settings(Path directory, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.put("DATA_DIR", directory.resolve("data").toString());
        all.putAll(others);
        return all;
    }

    /** What it was told. */
    Map<String, String> settings() {
        return settings;
    }

    int port() {
        return server.port();
    }

    /** What it warned of when it started. */
    List<String> startWarnings() {
        return errors.startWarnings();
    }

    Api api() {
        return Api.to(port());
    }

    Person person(String username) {
        return Person.signUp(api(), username);
    }

    @Override
    public void close() {
        server.close();
        store.close();
        errors.close();
    }
}
