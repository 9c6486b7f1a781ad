package dev.parley.domain.bridge;

/** The name of an account in the other messenger, given by that: 1 to 64 characters and no NUL, which PostgreSQL cannot keep. */
public record ForeignAccount(String value) {
    private static final int MAX_LENGTH = 64;

    public ForeignAccount {
        if (value.isEmpty() || value.length() > MAX_LENGTH || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the name of a foreign account has 1 to " + MAX_LENGTH + " characters, and no NUL");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
