package dev.parley.sql;

import java.nio.file.Path;

/**
 * Where the SQL store is.
 *
 * @param file the SQLite file; it is created by the first start, its directory is not
 */
public record SqlConfig(Path file) {}
