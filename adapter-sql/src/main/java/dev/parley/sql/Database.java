package dev.parley.sql;

import dev.parley.domain.ChatException;
import java.sql.SQLException;

/** A database that runs pieces of work. Safe for concurrent use; no {@link SQLException} leaves it. */
interface Database extends AutoCloseable {
    /**
     * Opens it and brings its schema up to date.
     *
     * @throws IllegalStateException with the reason, if it cannot be used
     */
    void start();

    /**
     * Returns if it can be read and, as far as is known without writing much, written.
     *
     * @throws ChatException.Unavailable if not
     */
    void check();

    /**
     * Runs the work in a transaction and returns when its commit is on the disk. Work that throws leaves no trace.
     * It may be run twice, or for a caller who has stopped waiting, so it must not touch anything but the database.
     *
     * @throws ChatException.Unavailable if the store fails or does not answer in time; the write may have happened
     */
    <T> T write(Work<T> work);

    /**
     * Runs queries, each on everything that was committed before it.
     *
     * @throws ChatException.Unavailable if the store fails or does not answer in time
     */
    <T> T read(Work<T> work);

    Dialect dialect();

    /** Finishes what was begun, refuses the rest, and closes the database. A second call does nothing. */
    @Override
    void close();

    /** Something to do with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T run(Statements statements) throws SQLException;
    }
}
