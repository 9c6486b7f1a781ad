package dev.parley.domain.bridge;

/** The name of a topic in the other messenger, given by that: 1 to 64 characters. */
public record Topic(String value) {
    private static final int MAX_LENGTH = 64;

    public Topic {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the name of a topic has 1 to " + MAX_LENGTH + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
