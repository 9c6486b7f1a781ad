package dev.parley.domain.room;

/** Who finds a room and how one comes in. */
public enum RoomKind {
    /** Listed; anyone joins. */
    PUBLIC
}
