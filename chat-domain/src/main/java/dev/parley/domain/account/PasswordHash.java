package dev.parley.domain.account;

/** What is kept of a password: the hasher's own text, salt and cost included. It never prints itself. */
public record PasswordHash(String value) {
    @Override
    public String toString() {
        return "PasswordHash[redacted]";
    }
}
