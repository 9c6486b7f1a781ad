package dev.parley.domain.room;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;

/** How far a user has read a room. */
public record ReadMark(UserId user, RoomId room, Seq seq) {}
