package dev.parley.domain.room;

/** Who finds a room and how one comes in. */
public enum RoomKind {
    /** Listed; anyone joins. */
    PUBLIC,
    /** Known to its members alone; how one joins is said by its {@link JoinRule}. */
    GROUP,
    /** Exactly two users, one room for each pair. Nobody joins, and nobody leaves. */
    DIRECT
}
