package dev.parley.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/**
 * The steps that lead from an empty file to today's schema: SQL resources, numbered from 1, never changed once released.
 *
 * <p>The file's {@code user_version} is the number of the last step that it has seen.
 */
final class SqliteSchema {
    private static final List<String> STEPS = List.of("sqlite-1.sql", "sqlite-2.sql", "sqlite-3.sql", "sqlite-4.sql");

    private SqliteSchema() {}

    /**
     * Runs the steps that the file lacks, all or none. A file that lacks none is not written, so that a server starts on
     * a full disk too.
     *
     * @throws IllegalStateException if the file is newer than this code
     */
    static void migrate(Statements statements) throws SQLException {
        if (version(statements) == STEPS.size()) {
            return;
        }
        statements.execute("BEGIN IMMEDIATE");
        for (String step : STEPS.subList(version(statements), STEPS.size())) {
            for (String statement : read(step).split(";\\s*\n", 0)) {
                statements.execute(statement);
            }
        }
        statements.execute("PRAGMA user_version = " + STEPS.size());
        statements.execute("COMMIT");
    }

    private static int version(Statements statements) throws SQLException {
        int version =
                statements.query("PRAGMA user_version", row -> row.getInt(1)).get(0);
        if (version > STEPS.size()) {
            throw new IllegalStateException("it has schema version " + version + ", this server knows only "
                    + STEPS.size() + " and older: use a newer server");
        }
        return version;
    }

    private static String read(String step) {
        try (InputStream resource = SqliteSchema.class.getResourceAsStream(step)) {
            if (resource == null) {
                throw new IllegalStateException("the schema " + step + " is not in the jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
