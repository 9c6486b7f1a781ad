package dev.parley.domain.room;

import java.time.Instant;

/** A place with a log. */
public record Room(RoomId id, RoomKind kind, String name, Instant createdAt) {}
