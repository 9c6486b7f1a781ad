package dev.parley.domain.bridge;

import dev.parley.domain.message.Head;
import dev.parley.domain.room.RoomId;

/**
 * A room and its topic, and how far each has been carried over to the other.
 *
 * @param carriedIn all of the topic up to there has been dealt with
 * @param carriedOut all messages of the room up to this seq, and all changes up to this rev, have been dealt with
 */
public record BridgedRoom(RoomId room, Topic topic, TopicEnd carriedIn, Head carriedOut) {
    /** A room of which nothing has been carried over yet. */
    public static BridgedRoom untouched(RoomId room, Topic topic) {
        return new BridgedRoom(room, topic, TopicEnd.EMPTY, Head.EMPTY);
    }
}
