package dev.parley.domain.node;

import java.util.regex.Pattern;

/** The name of one process of Parley, drawn when it starts and never used again: 1 to 64 letters, digits, '-' or '_'. */
public record NodeId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public NodeId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a node's name has 1 to 64 letters, digits, '-' or '_'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
