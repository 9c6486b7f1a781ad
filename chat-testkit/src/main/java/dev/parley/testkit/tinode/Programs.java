package dev.parley.testkit.tinode;

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
 *
 * @param tinode the directory of Tinode's {@code server} and {@code tinode-db}
 * @param postgres PostgreSQL's directory of programs
 */
record Programs(Path tinode, Path postgres) {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    static Programs demand() {
        Optional<Path> tinode = tinodeDirectory().filter(home -> Files.isExecutable(home.resolve("server")));
        Optional<Path> postgres = newestPostgres();
        if (tinode.isPresent() && postgres.isPresent()) {
            return new Programs(tinode.get(), postgres.get());
        }
        String missing = "needs Tinode and PostgreSQL, which .ci/run installs";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing);
        }
        throw new TestAbortedException(missing);
    }

    private static Optional<Path> tinodeDirectory() {
        String set = System.getenv("PARLEY_TEST_TINODE");
        Path home = Path.of(System.getProperty("user.home"), ".cache", "parley", "tinode");
        return Optional.of(set == null ? home : Path.of(set));
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
