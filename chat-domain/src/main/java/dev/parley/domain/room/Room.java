package dev.parley.domain.room;

import dev.parley.domain.account.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place with a log.
 *
 * @param name null if it is direct: each of the two knows it by the other's name
 * @param pair whose it is if it is direct, else null
 * @param join how a stranger becomes a member of a group; public rooms are open, direct ones are not
 * @param code what opens a group whose rule is {@code CODE}, and only such a group
 * @param creator null if nobody is: General was always there
 * @param version rises with each change of the settings
 */
public record Room(
        RoomId id,
        RoomKind kind,
        @Nullable RoomName name,
        @Nullable Pair pair,
        JoinRule join,
        @Nullable JoinCode code,
        HistoryRule history,
        @Nullable UserId creator,
        Instant createdAt,
        long version) {
    public Room {
        boolean direct = kind == RoomKind.DIRECT;
        if ((name == null) != direct
                || (pair == null) == direct
                || (code == null) != (join != JoinRule.CODE)
                || (kind == RoomKind.PUBLIC && join != JoinRule.OPEN)) {
            throw new IllegalArgumentException("a " + kind + " room with the name " + name + " and the rule " + join);
        }
    }
}
