package dev.parley.domain.room;

/** What a member may do, in rising order. */
public enum Role {
    /** Writes and reads. */
    MEMBER,
    /** Adds and removes members, and takes everybody's messages back. */
    MODERATOR,
    /** Changes the room and everybody's role, and deletes the room. A room that is not direct always has one. */
    OWNER;

    public boolean isAtLeast(Role other) {
        return compareTo(other) >= 0;
    }
}
