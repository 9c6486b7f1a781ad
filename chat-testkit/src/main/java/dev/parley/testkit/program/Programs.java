package dev.parley.testkit.program;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Where the programs stand that {@code .ci/run} installs. A test that needs them is skipped where they are missing; with
 * {@code CI=true} it fails.
 */
public final class Programs {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private Programs() {}

    /** The directory of Tinode's {@code server} and {@code tinode-db}. */
    public static Path tinode() {
        return Optional.of(directory("PARLEY_TEST_TINODE", "tinode"))
                .filter(home -> Files.isExecutable(home.resolve("server")))
                .orElseThrow(() -> missing("Tinode"));
    }

    /** PostgreSQL's directory of programs. */
    public static Path postgres() {
        return newestPostgres().orElseThrow(() -> missing("PostgreSQL"));
    }

    /** The modules of Tinode's JavaScript client, once it is known that there is a {@code node} to run them. */
    public static Path tinodeSdk() {
        Path modules = directory("PARLEY_TEST_TINODE_SDK", "tinode-sdk/node_modules");
        boolean node = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "node")));
        if (node && Files.isDirectory(modules.resolve("tinode-sdk"))) {
            return modules;
        }
        throw missing("Node and Tinode's JavaScript client");
    }

    /** Apertium's web service, once it is known that it can translate between English and Spanish. */
    public static Apertium apertium() {
        Apertium debians = new Apertium(Path.of("/usr/bin/apertium-apy"), Path.of("/usr/share/apertium/modes"));
        if (Files.isExecutable(debians.server)
                && Files.exists(debians.modes.resolve("eng-spa.mode"))
                && Files.exists(debians.modes.resolve("spa-eng.mode"))) {
            return debians;
        }
        throw missing("Apertium");
    }

    /** @param modes the directory that says what it translates into what */
    public record Apertium(Path server, Path modes) {}

    private static TestAbortedException missing(String what) {
        String reason = "needs " + what + ", which .ci/run installs";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        return new TestAbortedException(reason);
    }

    private static Path directory(String variable, String otherwise) {
        String set = System.getenv(variable);
        return set == null
                ? Path.of(System.getProperty("user.home"), ".cache", "parley").resolve(otherwise)
                : Path.of(set);
    }

    private static Optional<Path> newestPostgres() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
