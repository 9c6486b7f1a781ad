package dev.parley.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** A resource with SQL that leads from one version of a schema to the next. Never changed once released. */
record SchemaStep(String resource) {
    static List<SchemaStep> all(String... resources) {
        return Arrays.stream(resources).map(SchemaStep::new).toList();
    }

    void run(Statements statements) throws SQLException {
        for (String statement : read().split(";\\s*\n", 0)) {
            statements.execute(statement);
        }
    }

    private String read() {
        try (InputStream in = SchemaStep.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the schema " + resource + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException if the database is newer than this code */
    static void demandKnown(int version, int newest) {
        if (version > newest) {
            throw new IllegalStateException("it has schema version " + version + ", this server knows only " + newest
                    + " and older: use a newer server");
        }
    }
}
