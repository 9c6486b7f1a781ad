package dev.parley.application.room;

import dev.parley.domain.message.Head;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Room;

/**
 * A room as one of its members has it.
 *
 * @param title the room's name; of a direct room the other one's
 * @param readSeq how far the member has read
 */
public record RoomState(Membership membership, String title, Head head, Seq readSeq) {
    public Room room() {
        return membership.room();
    }

    /** The same as it was when its log ended there. */
    public RoomState at(Head earlier) {
        return new RoomState(membership, title, earlier, readSeq);
    }

    /** How many messages the member has not read of those that it may: derived, never counted. */
    public long unread() {
        long read = Math.max(readSeq.value(), membership.start().lastSeq().value());
        return Math.max(0, head.lastSeq().value() - read);
    }
}
