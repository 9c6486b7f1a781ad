package dev.parley.sql;

/**
 * Where databases differ in the statements of this package.
 *
 * @param rowLock what stands behind a SELECT to keep other writers from its rows until the commit
 */
record Dialect(String rowLock) {
    /** Its one writer has the whole database, there is nothing to lock. */
    static final Dialect SQLITE = new Dialect("");
}
