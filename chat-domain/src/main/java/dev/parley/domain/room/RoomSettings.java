package dev.parley.domain.room;

import org.jspecify.annotations.Nullable;

/**
 * What its owners decide about a room.
 *
 * @param code needed by the rule {@code CODE}, and by no other
 */
public record RoomSettings(
        RoomName name, JoinRule join, @Nullable JoinCode code, HistoryRule history) {
    public RoomSettings {
        if ((code == null) != (join != JoinRule.CODE)) {
            throw new IllegalArgumentException(
                    "the rule " + join + (code == null ? " needs a code" : " needs no code"));
        }
    }
}
