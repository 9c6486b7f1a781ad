package dev.parley.sql;

import java.time.Duration;

/**
 * How much may wait for PostgreSQL, and how long: whole seconds, but for the lock and the statement.
 *
 * <p>A call that meets a dead server waits for a place, for a connection and for an answer, each once at most: ten seconds
 * in all, as on SQLite.
 *
 * @param connections how many calls run at the same time
 * @param place how long a call waits until it is one of them
 * @param connection how long it waits for a connection then
 * @param lock how long the server waits for a row that another transaction keeps
 * @param statement how long the server works on one statement
 * @param answer how long silence may last on a connection; longer than the server works
 */
record PostgresLimits(
        int connections, Duration place, Duration connection, Duration lock, Duration statement, Duration answer) {
    static final PostgresLimits USUAL = new PostgresLimits(
            16,
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5));

    /** After so long a transaction that failed is not tried again. */
    Duration patience() {
        return answer;
    }
}
