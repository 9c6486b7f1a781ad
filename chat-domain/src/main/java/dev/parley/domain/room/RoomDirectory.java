package dev.parley.domain.room;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rooms, who is in them, and how far each member has read. Safe for concurrent use, also by several nodes on one
 * store. {@link RoomId#GENERAL} exists from the first start on, and everybody is in it.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time.
 */
public interface RoomDirectory {
    /** The room, if it exists and the user is in it: for others it does not exist. */
    Optional<Room> findFor(UserId user, RoomId room);

    /** All rooms that the user is in, by number. */
    List<Room> roomsOf(UserId user);

    /**
     * Moves the user's read mark forward to {@code seq}, never back, in one atomic step. Returns the mark as it is
     * after the call.
     */
    Seq advanceReadMark(RoomId room, UserId user, Seq seq);

    /** How far the user has read, for each room in which a mark was ever set. */
    Map<RoomId, Seq> readMarks(UserId user);
}
