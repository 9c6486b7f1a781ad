package dev.parley.domain.account;

/** A user together with what its password is checked against. */
public record Credentials(User user, PasswordHash passwordHash) {}
