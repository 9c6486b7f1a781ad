package dev.parley.sql;

import java.sql.SQLException;
import java.util.List;

/**
 * The steps that lead from an empty file to today's schema: SQL resources, numbered from 1.
 *
 * <p>The file's {@code user_version} is the number of the last step that it has seen.
 */
final class SqliteSchema {
    private static final List<SchemaStep> STEPS = SchemaStep.all(
            "sqlite-1.sql",
            "sqlite-2.sql",
            "sqlite-3.sql",
            "sqlite-4.sql",
            "sqlite-5.sql",
            "sqlite-6.sql",
            "sqlite-7.sql",
            "sqlite-8.sql",
            "sqlite-9.sql",
            "sqlite-10.sql",
            "sqlite-11.sql",
            "sqlite-12.sql");

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
        for (SchemaStep step : STEPS.subList(version(statements), STEPS.size())) {
            step.run(statements);
        }
        SqlUserDirectory.addKeys(statements);
        statements.execute("PRAGMA user_version = " + STEPS.size());
        statements.execute("COMMIT");
    }

    private static int version(Statements statements) throws SQLException {
        int version =
                statements.query("PRAGMA user_version", row -> row.getInt(1)).get(0);
        SchemaStep.demandKnown(version, STEPS.size());
        return version;
    }
}
