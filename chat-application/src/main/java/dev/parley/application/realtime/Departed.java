package dev.parley.application.realtime;

import dev.parley.domain.room.RoomId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the {@value #MAX_ROOMS} rooms that were deleted last. Guarded by its own lock. */
final class Departed {
    private static final int MAX_ROOMS = 10_000;

    private final Map<RoomId, Boolean> rooms = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RoomId, Boolean> eldest) {
            return size() > MAX_ROOMS;
        }
    };

    synchronized void add(RoomId room) {
        rooms.put(room, true);
    }

    synchronized boolean contains(RoomId room) {
        return rooms.containsKey(room);
    }
}
