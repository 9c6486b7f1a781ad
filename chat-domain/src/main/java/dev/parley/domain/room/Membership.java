package dev.parley.domain.room;

import dev.parley.domain.message.Head;

/**
 * A room as one of its members has it.
 *
 * @param joinedAfter where the room's log ended when the member joined
 */
public record Membership(Room room, Role role, Head joinedAfter) {
    /** The member may read the messages that were written after that. */
    public Head start() {
        return room.history() == HistoryRule.ALL ? Head.EMPTY : joinedAfter;
    }
}
