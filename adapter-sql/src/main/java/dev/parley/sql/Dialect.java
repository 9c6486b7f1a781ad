package dev.parley.sql;

/**
 * Where databases differ in the statements of this package.
 *
 * @param rowLock what stands behind a SELECT to keep other writers from its rows until the commit
 * @param freeRowLock the same, for rows alone that no other writer keeps
 * @param greatest the function that returns the greater of its two arguments
 * @param indexHint what stands behind a table to say by which index it is read
 */
record Dialect(String rowLock, String freeRowLock, String greatest, String indexHint) {
    /** Its one writer has the whole database, there is nothing to lock. */
    static final Dialect SQLITE = new Dialect("", "", "max", " INDEXED BY %s");

    /** It takes no hints: it plans each execution by what its tables hold, see {@link PostgresPool}. */
    static final Dialect POSTGRES = new Dialect(" FOR UPDATE", " FOR UPDATE SKIP LOCKED", "greatest", "");

    /** What stands behind the table. */
    String by(String index) {
        return indexHint.formatted(index);
    }
}
