package dev.parley.testkit.postgres;

import dev.parley.testkit.net.Ports;
import dev.parley.testkit.program.Program;
import dev.parley.testkit.program.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Is a PostgreSQL without a password, on a port that was free and stays the same while it is stopped, killed
 * and started again. With {@link #close()} it forgets everything. Confined to the test's thread, but for databases, which
 * may be made and dropped at the same time.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "postgres";

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final int PATIENCE_SECONDS = 30;

    private final Path programs;
    private final Path home;
    private final String options;
    private final int port = Ports.free();
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer(Path programs, boolean durable) {
        this.programs = programs;
        try {
            home = Files.createTempDirectory("parley-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (ROOT) {
            var unused = Program.run(home, List.of("chown", USER, home.toString()));
        }
        options = "-p " + port + " -k " + home + " -c listen_addresses=127.0.0.1 -c max_connections=400"
                + (durable ? "" : " -c fsync=off");
        runAsOwner("initdb", "-D", data().toString(), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync");
        start();
    }

    /** The one that all tests of this process share. It does not wait for the disk, and ends with the process. */
    public static PostgresServer shared() {
        demand();
        return Shared.SERVER;
    }

    /** Skips the test where there are no programs: from the making of a class it would be an error. */
    private static void demand() {
        var unused = Programs.postgres();
    }

    private static final class Shared {
        private static final PostgresServer SERVER = begin();

        private static PostgresServer begin() {
            PostgresServer server = new PostgresServer(Programs.postgres(), false);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        }
    }

    /** One of the test's own, which keeps what it has committed whatever becomes of it. */
    public static PostgresServer durable() {
        return new PostgresServer(Programs.postgres(), true);
    }

    private Path data() {
        return home.resolve("data");
    }

    public int port() {
        return port;
    }

    /** Makes an empty database and returns its name. */
    public String newDatabase() {
        return newDatabase("template1");
    }

    /** Makes a copy of a database that nobody uses, and returns its name. */
    public String newDatabase(String template) {
        String name = "test_" + databases.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + template);
        return name;
    }

    /** Drops a database, whoever uses it. */
    public void drop(String database) {
        execute("postgres", "DROP DATABASE " + database + " WITH (FORCE)");
    }

    /** As which Parley knows the database. */
    public String url(String database) {
        return url(port, database);
    }

    /** The same, by way of another port. */
    public static String url(int port, String database) {
        return "postgres://" + USER + "@127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }

    /** The process of which all others of the database are children. */
    public ProcessHandle process() {
        return running().orElseThrow(() -> new IllegalStateException("PostgreSQL does not run"));
    }

    private Optional<ProcessHandle> running() {
        Path file = data().resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs one or more statements, all or none; returns the values of the last one, a row a line. */
    public String execute(String database, String sql) {
        return Program.run(
                        home,
                        List.of(
                                programs.resolve("psql").toString(),
                                "-XqAt",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port),
                                "-U",
                                USER,
                                "-v",
                                "ON_ERROR_STOP=1",
                                "-c",
                                sql,
                                database))
                .strip();
    }

    /** Starts it, and returns when it answers. */
    public void start() {
        runAsOwner(
                "pg_ctl",
                "-D",
                data().toString(),
                "-w",
                "-l",
                home.resolve("log").toString(),
                "-o",
                options,
                "start");
    }

    /** Ends it and all its connections, in good order. */
    public void stop() {
        runAsOwner("pg_ctl", "-D", data().toString(), "-m", "fast", "-w", "stop");
    }

    /** Ends all its processes as {@code kill -9} does. */
    public void kill() {
        ProcessHandle main = process();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(main), main.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(PostgresServer::awaitEnd);
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            ProcessHandle ended = process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (ended.isAlive()) {
                throw new IllegalStateException(ended + " lives on");
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(process + " does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void runAsOwner(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (ROOT) { // As root it refuses to run.
            command.addAll(List.of("runuser", "-u", USER, "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        var unused = Program.run(home, command);
    }

    @Override
    public void close() {
        if (running().isPresent()) {
            runAsOwner("pg_ctl", "-D", data().toString(), "-m", "immediate", "-w", "stop");
        }
        Program.delete(home);
    }
}
