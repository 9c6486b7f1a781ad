package dev.parley.domain.room;

import dev.parley.domain.account.UserId;
import java.time.Instant;
import java.util.Set;

/**
 * A public room or a group that is to be made.
 *
 * @param creator becomes its owner
 * @param members who else is in it from the beginning, at most {@link RoomDirectory#MAX_FIRST_MEMBERS}
 */
public record NewRoom(RoomKind kind, RoomSettings settings, UserId creator, Set<UserId> members, Instant createdAt) {
    public NewRoom {
        members = Set.copyOf(members);
        if (kind == RoomKind.DIRECT
                || members.contains(creator)
                || members.size() > RoomDirectory.MAX_FIRST_MEMBERS
                || (kind == RoomKind.PUBLIC && settings.join() != JoinRule.OPEN)) {
            throw new IllegalArgumentException("no room to be made: " + kind + " with " + members.size() + " members");
        }
    }
}
