package dev.parley.testkit.tinode;

import dev.parley.testkit.net.Ports;
import dev.parley.testkit.postgres.PostgresServer;
import dev.parley.testkit.program.Program;
import dev.parley.testkit.program.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Tinode with a database of its own, on a port that stays the same while it is stopped, killed and started again.
 *
 * <p>All of a process share one PostgreSQL, which ends with it. Confined to the test's thread.
 */
public final class TinodeServer implements AutoCloseable {
    /** What every client shows; good for {@link #SALT}. */
    public static final String API_KEY = "AQEAAAABAAD_rAp4DJh05a1HAwFT3A6K";

    public static final String LOGIN = "gateway";
    public static final String PASSWORD = "gateway-password";

    /** By which scheme {@link #LOGIN} logs in to one that signs people in elsewhere: {@code basic} is theirs. */
    public static final String OWN_SCHEME = "local";

    private static final String SALT = "T713/rYYgW7g4m3vG6zGRh7+FM1t0T8j13koXScOAj4=";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path programs;
    private final Path home;
    private final int port;
    private final @Nullable String authenticator;
    private @Nullable Process process;

    private TinodeServer(Path programs, @Nullable String authenticator) throws IOException {
        this.programs = programs;
        this.authenticator = authenticator;
        home = Files.createTempDirectory("parley-tinode");
        port = Ports.free();
        renew();
    }

    /** Starts one that knows nobody but {@link #LOGIN}, who is root. */
    public static TinodeServer start() {
        return start(null);
    }

    /**
     * Starts one that knows nobody but {@link #LOGIN} either, and asks for everybody else there.
     *
     * @param authenticator where the requests of its {@code rest} authenticator go; it does not start if nobody answers
     */
    public static TinodeServer startAsking(String authenticator) {
        return start(authenticator);
    }

    private static TinodeServer start(@Nullable String authenticator) {
        try {
            return new TinodeServer(Programs.tinode(), authenticator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "ws://127.0.0.1:" + port + "/v0/channels";
    }

    public int port() {
        return port;
    }

    /** In its place stands another one, which knows nothing of what this one knew. */
    public void renew() {
        kill();
        String database = "tinode" + DATABASES.incrementAndGet();
        try {
            Files.writeString(home.resolve("tinode.conf"), configuration(database));
            Files.writeString(home.resolve("root.json"), """
                    {"users": [{"username": "%s", "passhash": "%s", "authLevel": "root", "state": "ok",
                                "public": {"fn": "Gateway"}}]}
                    """.formatted(LOGIN, PASSWORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String said = Program.run(
                home, List.of(programs.resolve("tinode-db").toString(), "-config=tinode.conf", "-data=root.json"));
        if (!said.contains(LOGIN)) {
            throw new IllegalStateException("no root account was made: " + said);
        }
        if (authenticator != null) { // The program that makes the account knows no scheme but basic.
            var unused = PostgresServer.shared()
                    .execute(
                            database,
                            "UPDATE auth SET scheme = '" + OWN_SCHEME + "', uname = '" + OWN_SCHEME
                                    + ":' || substr(uname, 7) WHERE scheme = 'basic'");
        }
        resume();
    }

    /** Starts it again, on the same port and with what it knew. */
    public void resume() {
        try {
            process = new ProcessBuilder(programs.resolve("server").toString(), "-config=tinode.conf", "-static_data=-")
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("Tinode does not start: " + log());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        end(true);
    }

    /** Ends it as an operator does: it says goodbye. */
    public void stop() {
        end(false);
    }

    private void end(boolean forcibly) {
        Process running = process;
        if (running == null) {
            return;
        }
        process = null;
        try {
            if (forcibly) {
                running.destroyForcibly();
            } else {
                running.destroy();
            }
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.destroyForcibly();
        }
    }

    /** All processes that it consists of now, those of its database too. */
    public Stream<ProcessHandle> processes() {
        Process running = process;
        ProcessHandle database = PostgresServer.shared().process();
        return Stream.concat(
                Stream.ofNullable(running).map(Process::toHandle),
                Stream.concat(Stream.of(database), database.descendants()));
    }

    /** What it has said so far. */
    public String log() {
        try {
            return Files.readString(home.resolve("log"));
        } catch (IOException e) {
            return "nothing: " + e;
        }
    }

    private String configuration(String database) {
        return """
                { "listen": "127.0.0.1:%d", "api_path": "/", "grpc_listen": "", "expvar": "-",
                  "api_key_salt": "%s", "max_message_size": 131072, "max_subscriber_count": 100000,
                  "p2p_delete_enabled": true, "msg_delete_age": 600, "alias_tag": "alias",
                  "auth_config": {%s
                    "basic": {"add_to_tags": true, "min_login_length": 2, "min_password_length": 6},
                    "token": {"expire_in": 1209600, "serial_num": 1,
                              "key": "wfaY2RgF2S1OQI/ZlK+LSrp1KB2jwAdGAIHQ7JZn+Kc="}},
                  "store_config": {"uid_key": "la6YsO+bNX/+XIkOqc5Svw==", "max_results": 100000,
                    "use_adapter": "postgres",
                    "adapters": {"postgres": {"User": "postgres", "Passwd": "none", "Host": "127.0.0.1", "Port": "%d",
                                              "DBName": "%s", "ssl_mode": "disable", "sql_timeout": 10}}},
                  "push": [] }
                """.formatted(port, SALT, asking(), PostgresServer.shared().port(), database);
    }

    /** As docs/tinode.md says. */
    private String asking() {
        return authenticator == null ? "" : """

                    "logical_names": ["basic:rest", "rest:", "%s:basic", "anonymous:"],
                    "rest": {"server_url": "%s", "allow_new_accounts": true, "use_separate_endpoints": true},\
                """.formatted(OWN_SCHEME, authenticator);
    }

    @Override
    public void close() {
        kill();
        Program.delete(home);
    }
}
