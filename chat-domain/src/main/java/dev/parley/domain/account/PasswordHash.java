package dev.parley.domain.account;

/** What is kept of a password: the hasher's own text, salt and cost included. It never prints itself. */
public record PasswordHash(String value) {
    /** No password has it: who has it cannot log in by one. */
    public static final PasswordHash NONE = new PasswordHash("!guest");

    /** Whether there is a password that has it. */
    public boolean isUsable() {
        return !equals(NONE);
    }

    @Override
    public String toString() {
        return "PasswordHash[redacted]";
    }
}
