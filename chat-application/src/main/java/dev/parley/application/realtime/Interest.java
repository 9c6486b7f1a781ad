package dev.parley.application.realtime;

import dev.parley.domain.message.Head;
import dev.parley.domain.room.RoomId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is to hear, and in which words.
 *
 * @param only the one room that it hears; all of its user's if null
 * @param since where the rooms were from which on it is told, and no room that is not named existed for it; null if that
 *     begins when it joins them
 */
public record Interest(
        EventFormat format, @Nullable RoomId only, @Nullable Map<RoomId, Head> since) {}
