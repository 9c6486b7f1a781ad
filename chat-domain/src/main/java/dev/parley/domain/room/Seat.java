package dev.parley.domain.room;

import dev.parley.domain.account.UserId;

/** Says that somebody is in a room. */
public record Seat(RoomId room, UserId user) {}
