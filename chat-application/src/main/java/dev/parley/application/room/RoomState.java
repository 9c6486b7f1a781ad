package dev.parley.application.room;

import dev.parley.domain.message.Head;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Room;

/**
 * A room as one of its members has it.
 *
 * @param readSeq how far the member has read
 */
public record RoomState(Room room, Head head, Seq readSeq) {
    /** How many messages the member has not read: derived, never counted. */
    public long unread() {
        return Math.max(0, head.lastSeq().value() - readSeq.value());
    }
}
