package dev.parley.domain.bridge;

import dev.parley.domain.message.Rev;
import dev.parley.domain.room.RoomId;

/**
 * A room and its topic, and how far each has been carried over to the other.
 *
 * @param carriedIn every post of the topic up to this number has been dealt with, 0 or more
 * @param carriedOut every change of the room up to this rev has been dealt with
 */
public record BridgedRoom(RoomId room, Topic topic, long carriedIn, Rev carriedOut) {
    public BridgedRoom {
        if (carriedIn < 0) {
            throw new IllegalArgumentException("posts are numbered from 1");
        }
    }
}
