package dev.parley.testkit;

import java.util.Collections;
import java.util.List;

/** What a careless caller does to a list that it was given. */
final class Lists {
    private Lists() {}

    /** Reverses and empties the list, if it lets itself be changed. */
    static void scramble(List<?> list) {
        try {
            Collections.reverse(list);
            list.clear();
        } catch (UnsupportedOperationException e) {
            // A list that cannot be changed is what one hopes for.
        }
    }
}
