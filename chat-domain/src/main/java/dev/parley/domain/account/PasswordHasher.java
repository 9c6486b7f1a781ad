package dev.parley.domain.account;

/** The slow one-way function that passwords go through. Safe for concurrent use; each call costs one core for tens of milliseconds. */
public interface PasswordHasher {
    /** A new hash with its own salt: two calls give two different texts. */
    PasswordHash hash(Password password);

    /** Whether the hash was made of this password. A hash that cannot be read matches nothing. */
    boolean matches(Password password, PasswordHash hash);

    /** Whether a new hash would cost another time than this one, which is good all the same. */
    boolean isOutdated(PasswordHash hash);
}
