package dev.parley.domain.account;

/** What is kept of a one-time code: a keyed hash, for a million codes are soon tried without a key. */
public record CodeHash(String value) {
    @Override
    public String toString() {
        return "CodeHash[redacted]";
    }
}
