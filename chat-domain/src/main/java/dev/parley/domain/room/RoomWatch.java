package dev.parley.domain.room;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * Tells a node what others have changed in rooms: numbers that rise, cheap enough to be asked for every second. Safe for
 * concurrent use, also by several nodes on one store.
 *
 * <p>A change that has been answered is in every number that is asked for later; and whoever has seen a number finds, in
 * whatever it asks the {@link RoomDirectory} afterwards, all the changes that have raised it. Both methods throw {@link
 * ChatException.Unavailable} when the store does not answer in time.
 */
public interface RoomWatch {
    /** The most users or rooms in one question. */
    int MAX_ASKED = 1_000;

    /**
     * A number for each of the users, which every change of its memberships raises: that it comes into a room, leaves one
     * or gets another role there, but not that a room is deleted. It may rise without such a change. Who was never in a
     * room may be absent.
     *
     * @param users {@value #MAX_ASKED} at most
     */
    Map<UserId, Long> memberships(Collection<UserId> users);

    /**
     * The {@link Room#version} of each of the rooms; those that do not exist are absent.
     *
     * @param rooms {@value #MAX_ASKED} at most
     */
    Map<RoomId, Long> settings(Collection<RoomId> rooms);
}
