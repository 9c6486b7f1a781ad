package dev.parley.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The values of an IN condition or a VALUES table, filled up to the next power of two by repeating the last one: so there are eleven
 * texts of each statement, not a thousand.
 */
record InList(List<Object> values) {
    private static final int MAX = 1000;

    /** @throws IllegalArgumentException if there are none, or more than 1,000 */
    static InList of(Collection<?> values) {
        if (values.isEmpty() || values.size() > MAX) {
            throw new IllegalArgumentException("not 1 to " + MAX + " values but " + values.size());
        }
        List<Object> filled = new ArrayList<>(values);
        int size = Integer.highestOneBit(filled.size() * 2 - 1);
        filled.addAll(Collections.nCopies(size - filled.size(), filled.get(filled.size() - 1)));
        return new InList(filled);
    }

    /** The statement with these values' question marks for its {@code %s}. */
    String in(String sql) {
        return sql.formatted(String.join(",", Collections.nCopies(values.size(), "?")));
    }

    /** The statement with these values as rows of one column for its {@code %s}. */
    String rows(String sql) {
        return rows(sql, "(?)");
    }

    /** The statement with as many of these rows as there are values for its {@code %s}. */
    String rows(String sql, String row) {
        return sql.formatted(String.join(",", Collections.nCopies(values.size(), row)));
    }

    /** The values of a statement in which others come last. */
    Object[] before(Object... others) {
        List<Object> all = new ArrayList<>(values);
        all.addAll(List.of(others));
        return all.toArray();
    }

    /** The values of a statement in which others come first. */
    Object[] after(Object... others) {
        List<Object> all = new ArrayList<>(List.of(others));
        all.addAll(values);
        return all.toArray();
    }
}
