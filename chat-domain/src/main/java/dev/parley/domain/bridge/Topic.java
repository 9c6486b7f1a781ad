package dev.parley.domain.bridge;

/**
 * The name of a topic in the other messenger, given by that: 1 to 64 characters and no NUL, which PostgreSQL cannot
 * keep.
 *
 * <p>Before it is made a topic has a planned name, by which it is found again if the answer to its making is lost.
 */
public record Topic(String value) {
    private static final int MAX_LENGTH = 64;
    private static final String PLANNED = "planned:";

    public Topic {
        if (value.isEmpty() || value.length() > MAX_LENGTH || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the name of a topic has 1 to " + MAX_LENGTH + " characters, and no NUL");
        }
    }

    /** A topic that is to be made; {@code nonce} is never used twice by anybody, and has letters and digits alone. */
    public static Topic planned(String nonce) {
        return new Topic(PLANNED + nonce);
    }

    public boolean isPlanned() {
        return value.startsWith(PLANNED);
    }

    /** The nonce of a planned topic. */
    public String nonce() {
        return value.substring(PLANNED.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
