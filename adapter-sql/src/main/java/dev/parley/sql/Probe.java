package dev.parley.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** The places where a test lets the store fail: whatever is thrown here looks like the driver's own failure. */
interface Probe {
    Probe NONE = new Probe() {};

    /** The writer has a new connection. */
    default void opened(Connection writer) throws SQLException {}

    /** The writer is about to commit a group. */
    default void committing() throws SQLException {}

    /** A group is committed, and its callers do not know yet. */
    default void committed() throws SQLException {}

    /** A reader is about to run its queries. */
    default void reading() throws SQLException {}
}
