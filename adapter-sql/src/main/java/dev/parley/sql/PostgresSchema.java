package dev.parley.sql;

import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that lead from an empty database to today's schema.
 *
 * <p>The table {@code parley_schema} holds the number of the last step that was run. It stands, as all others, in the
 * default schema of the user.
 */
final class PostgresSchema {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSchema.class);
    private static final List<SchemaStep> STEPS = SchemaStep.all(
            "postgres-1.sql",
            "postgres-2.sql",
            "postgres-3.sql",
            "postgres-4.sql",
            "postgres-5.sql",
            "postgres-6.sql",
            "postgres-7.sql",
            "postgres-8.sql",
            "postgres-9.sql",
            "postgres-10.sql");

    /** The letters "Parley": a number for the lock that nobody else is likely to use in this database. */
    private static final long LOCK = 0x5061726c6579L;

    private PostgresSchema() {}

    /**
     * Runs the steps that the database lacks, all or none; one node after the other.
     *
     * @throws IllegalStateException if the database is newer than this code, or its encoding is not UTF-8
     */
    static void migrate(Statements statements) throws SQLException {
        demandUtf8(statements);
        warnOfLoss(statements);
        if (version(statements) == STEPS.size()) {
            return;
        }
        var unused = statements.query("SELECT pg_advisory_xact_lock(" + LOCK + ")", row -> true);
        List<SchemaStep> lacking = STEPS.subList(version(statements), STEPS.size());
        for (SchemaStep step : lacking) {
            step.run(statements);
        }
        SqlUserDirectory.addKeys(statements);
        int changed = statements.update("UPDATE parley_schema SET version = ?", STEPS.size());
        statements.commit();
        LOG.debug("{} steps run, {} row", lacking.size(), changed);
    }

    private static void demandUtf8(Statements statements) throws SQLException {
        String encoding = setting(statements, "server_encoding");
        if (!encoding.equals("UTF8")) {
            throw new IllegalStateException("its encoding is " + encoding
                    + ", which cannot hold every text: make one with ENCODING 'UTF8' TEMPLATE template0");
        }
    }

    private static void warnOfLoss(Statements statements) throws SQLException {
        if (setting(statements, "fsync").equals("off")) {
            LOG.warn("PostgreSQL runs with fsync = off: what was acknowledged does not survive a loss of power");
        }
    }

    private static String setting(Statements statements, String name) throws SQLException {
        return statements
                .query("SELECT current_setting(?)", row -> row.getString(1), name)
                .get(0);
    }

    /** Asks the table of the tables: {@code to_regclass} may answer from memory, with what was so before the lock. */
    private static int version(Statements statements) throws SQLException {
        boolean made = statements
                .first(
                        "SELECT 1 FROM pg_class WHERE relname = 'parley_schema' AND pg_table_is_visible(oid)",
                        row -> true)
                .isPresent();
        int version = made
                ? statements
                        .query("SELECT version FROM parley_schema", row -> row.getInt(1))
                        .get(0)
                : 0;
        SchemaStep.demandKnown(version, STEPS.size());
        return version;
    }
}
