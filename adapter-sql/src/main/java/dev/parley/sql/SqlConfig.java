package dev.parley.sql;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Which database the SQL store is. */
public sealed interface SqlConfig {
    /**
     * One file, for one process.
     *
     * @param file it is created by the first start, its directory is not
     */
    record Sqlite(Path file) implements SqlConfig {}

    /**
     * A database of a PostgreSQL server, which several nodes may share. It never prints the password.
     *
     * @param password empty if the server wants none
     * @param database must exist; its tables are made by the first start
     * @param security what is said of TLS, by PostgreSQL's own names: {@code sslmode}, {@code sslrootcert}, {@code
     *     channel_binding}
     */
    record Postgres(String host, int port, String user, String password, String database, Map<String, String> security)
            implements SqlConfig {
        private static final Set<String> SECURITY = Set.of("sslmode", "sslrootcert", "channel_binding");
        private static final Set<String> SSL_MODES =
                Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
        private static final Set<String> BINDINGS = Set.of("disable", "prefer", "require");

        /** @throws IllegalArgumentException with a sentence that repeats nothing, if one of them cannot be right */
        public Postgres {
            security = Map.copyOf(security);
            demand(!host.isBlank() && !user.isBlank() && !database.isBlank(), "a host, a user and a database");
            demand((host + user + password + database).indexOf('\0') < 0, "texts without NUL");
            demand(port > 0 && port <= 65_535, "a port from 1 to 65535");
            demand(SECURITY.containsAll(security.keySet()), "no options but sslmode, sslrootcert and channel_binding");
            demand(
                    SSL_MODES.contains(security.getOrDefault("sslmode", "prefer")),
                    "an sslmode as PostgreSQL has them, as require or verify-full");
            demand(
                    BINDINGS.contains(security.getOrDefault("channel_binding", "prefer")),
                    "a channel_binding of disable, prefer or require");
        }

        private static void demand(boolean fits, String words) {
            if (!fits) {
                throw new IllegalArgumentException("must have " + words);
            }
        }

        /**
         * Reads {@code postgres://user:password@host:port/database?sslmode=…}, {@code postgresql://…} or {@code
         * jdbc:postgresql://…}.
         *
         * @throws IllegalArgumentException with a sentence that repeats nothing, if it has another form
         */
        public static Postgres of(String url) {
            return PostgresUrl.read(url);
        }

        /** Where it is, for messages to people. */
        String place() {
            return database + " at " + host + ":" + port;
        }

        @Override
        public String toString() {
            return "Postgres[" + place() + "]";
        }
    }
}
