package dev.parley.application.lobby;

import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.RoomName;
import org.jspecify.annotations.Nullable;

/** What is to be different in a room; null leaves it as it is. */
public record RoomPatch(
        @Nullable RoomName name,
        @Nullable JoinRule join,
        @Nullable HistoryRule history) {}
