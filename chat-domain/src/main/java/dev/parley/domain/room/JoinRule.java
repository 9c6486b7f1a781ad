package dev.parley.domain.room;

/** How a stranger becomes a member. */
public enum JoinRule {
    /** Only by being added. */
    INVITE,
    /** With the room's {@link JoinCode}. */
    CODE,
    /** Whoever knows the room. */
    OPEN
}
