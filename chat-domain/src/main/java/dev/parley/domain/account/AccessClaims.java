package dev.parley.domain.account;

import java.time.Instant;

/** Who speaks: the user, by which session, and until when the token says so. */
public record AccessClaims(UserId user, SessionId session, Instant expiresAt) {}
