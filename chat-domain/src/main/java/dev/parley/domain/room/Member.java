package dev.parley.domain.room;

import dev.parley.domain.account.UserId;
import java.time.Instant;

/** Somebody who is in a room. */
public record Member(UserId user, Role role, Instant joinedAt) {}
