package dev.parley.testkit.tinode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** A PostgreSQL of its own, without a password, on a port that was free, which forgets everything when it ends. */
final class PostgresServer implements AutoCloseable {
    private static final String USER = "postgres";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path programs;
    private final Path home;
    private final int port;

    PostgresServer(Path programs) {
        this.programs = programs;
        try {
            home = Files.createTempDirectory("parley-postgres");
            if (ROOT) {
                var unused = Program.run(home, List.of("chown", USER, home.toString()));
            }
            port = freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String data = home.resolve("data").toString();
        run("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync");
        run(
                "pg_ctl",
                "-D",
                data,
                "-w",
                "-l",
                home.resolve("log").toString(),
                "-o",
                "-p " + port + " -k " + home + " -c listen_addresses=127.0.0.1 -c fsync=off",
                "start");
    }

    int port() {
        return port;
    }

    /** The process of which all others of the database are children. */
    ProcessHandle process() {
        try (Stream<String> lines = Files.lines(home.resolve("data").resolve("postmaster.pid"))) {
            return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void execute(String database, String sql) {
        run("psql", "-h", "127.0.0.1", "-p", "" + port, "-U", USER, "-v", "ON_ERROR_STOP=1", "-c", sql, database);
    }

    private String run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (ROOT) { // As root it refuses to run.
            command.addAll(List.of("runuser", "-u", USER, "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return Program.run(home, command);
    }

    /** One below those that the system hands out: nobody is given it while its server is not there. */
    static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Another one, then.
            }
        }
    }

    @Override
    public void close() {
        run("pg_ctl", "-D", home.resolve("data").toString(), "-m", "immediate", "-w", "stop");
        Program.delete(home);
    }
}
