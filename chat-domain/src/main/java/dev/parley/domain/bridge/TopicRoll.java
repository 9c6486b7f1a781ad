package dev.parley.domain.bridge;

import dev.parley.domain.ChatException;
import dev.parley.domain.room.RoomId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Who was a member on both sides when they were last compared: of the room, and of its topic. Whoever is missing on one side
 * has left there if on the roll, and has come in on the other if not. Safe for concurrent use, also by several nodes on one
 * store.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time; to repeat it is safe.
 */
public interface TopicRoll {
    /** The most accounts in one call. */
    int MAX_QUERY = 500;

    /** Those of the accounts that are on it. */
    Set<ForeignAccount> among(RoomId room, Topic topic, Collection<ForeignAccount> accounts);

    /**
     * The accounts on it by their names, as {@link String#compareTo} orders ASCII, behind the one that is given.
     *
     * @param last empty for the first page
     * @param limit 1 to {@link #MAX_QUERY}
     */
    List<ForeignAccount> after(RoomId room, Topic topic, String last, int limit);

    /** Puts the accounts on it, those that are not yet. */
    void enter(RoomId room, Topic topic, Collection<ForeignAccount> accounts);

    /** Takes the accounts off it, those that are on it. */
    void strike(RoomId room, Topic topic, Collection<ForeignAccount> accounts);
}
