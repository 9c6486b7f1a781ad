package dev.parley.domain.room;

import dev.parley.domain.Ids;

/** The number of a room, given by the store, never given again. */
public record RoomId(long value) {
    /** The room that always exists and that everybody is in. */
    public static final RoomId GENERAL = new RoomId(1);

    public RoomId {
        Ids.checked("room", value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
