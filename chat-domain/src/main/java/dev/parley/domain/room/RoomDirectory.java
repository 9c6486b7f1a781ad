package dev.parley.domain.room;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Seq;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rooms, who is in them, and how far each member has read. Safe for concurrent use, also by several nodes on one
 * store. {@link RoomId#GENERAL} exists from the first start on; everybody is in it as a member who joined before its first
 * message, and nothing of that can be changed.
 *
 * <p>Every change is one atomic step beside the others: of several that contradict each other some order is kept, and
 * each that returned is seen by all that are asked for later, on every node. Nothing is read of a room that was deleted.
 * Every method throws {@link ChatException.Unavailable} when the store does not answer in time; then nothing is said
 * about a change, which may be repeated.
 */
public interface RoomDirectory {
    /** With how many members, beside its creator, a room can be made. */
    int MAX_FIRST_MEMBERS = 100;

    /** The most read marks that are moved at once. */
    int MAX_MARKS = 500;

    /** The most rooms or members in one page. */
    int MAX_PAGE = 200;

    /** The most seats in one page, and the most rooms that are asked about at once. */
    int MAX_SEATS = 1_000;

    /** Makes a room with the next number. Public rooms have different {@linkplain RoomName#key() names}. */
    Creation create(NewRoom room);

    /** What became of {@link #create}, or of new settings. */
    sealed interface Creation {
        /** Here is the room as it is now. */
        record Made(Room room) implements Creation {}

        /** Another public room has the name. */
        record NameTaken() implements Creation {}

        /** There is no such room, or none that can be changed. */
        record Missing() implements Creation {}

        /** It has another version by now. */
        record Outdated() implements Creation {}
    }

    /** The direct room of the two; it is made if there is none. */
    Room direct(Pair pair, Instant now);

    /** The direct room of the two, if there is one. */
    Optional<Room> findDirect(Pair pair);

    /** The room, if it exists. */
    Optional<Room> find(RoomId room);

    /** The public room with the name, whatever its case. */
    Optional<Room> findListed(RoomName name);

    /** The room as the user has it, if it exists and the user is in it: for others it does not exist. */
    Optional<Membership> findFor(UserId user, RoomId room);

    /** All rooms that the user is in, by number. */
    List<Membership> roomsOf(UserId user);

    /**
     * In how many rooms each of the users is, beside General; who is in none may be absent.
     *
     * @param users at most {@link #MAX_FIRST_MEMBERS} and one more
     */
    Map<UserId, Integer> countRooms(Collection<UserId> users);

    /**
     * Public rooms whose name {@linkplain RoomName#key() contains} the text, by number, above the one that is given.
     *
     * @param part empty for all
     * @param limit 1 to {@link #MAX_PAGE}
     */
    List<Room> listed(String part, long after, int limit);

    /**
     * All rooms of whatever kind, by number, above the one that is given.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     */
    List<Room> all(long after, int limit);

    /**
     * Members of the room by number, above the one that is given; of General, and of a room that does not exist, none.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     */
    List<Member> members(RoomId room, long after, int limit);

    /**
     * The first seats in these rooms, by room and number of the user, {@link #MAX_SEATS} at most in all; of General, and of a
     * room that does not exist, none.
     *
     * @param rooms 1 to {@link #MAX_SEATS}
     */
    List<Seat> seats(Collection<RoomId> rooms);

    /**
     * Makes the user a member.
     *
     * @param joinedAfter where the room's log ends
     */
    Entry add(RoomId room, UserId user, Head joinedAfter, Instant now);

    /** What became of {@link #add}. */
    sealed interface Entry {
        /** It is a member now. */
        record Added(Membership membership) implements Entry {}

        /** It was one before, as it is here. */
        record Already(Membership membership) implements Entry {}

        /** There is no such room, or none that anybody can join. */
        record Missing() implements Entry {}
    }

    /** Ends the user's membership, and forgets how far it has read. */
    Departure remove(RoomId room, UserId user);

    /** Gives the member another role. */
    Departure assign(RoomId room, UserId user, Role role);

    /** What became of a membership. */
    enum Departure {
        DONE,
        /** It was so already; or the user is not in the room. */
        NOTHING,
        /** The room would have no owner. */
        LAST_OWNER,
        /** There is no such room, or none whose members can change. */
        MISSING
    }

    /**
     * Gives the room these settings, if nobody has given it others since it was read.
     *
     * @param version of the room as it was read
     */
    Creation change(RoomId room, long version, RoomSettings settings);

    /**
     * Deletes the room with all memberships and marks. Its log is {@linkplain
     * dev.parley.domain.message.MessageLog#close closed} by whoever calls this, before.
     *
     * @return whether it was there, and can be deleted
     */
    boolean delete(RoomId room);

    /**
     * Moves the user's read mark forward to {@code seq}, never back, in one atomic step. Returns the mark as it is
     * after the call.
     */
    Seq advanceReadMark(RoomId room, UserId user, Seq seq);

    /**
     * Moves marks forward, never back, each in one atomic step. Those of users who are not in their room are left out.
     *
     * @param marks 1 to {@link #MAX_MARKS}, of different users or rooms
     */
    void advanceReadMarks(Collection<ReadMark> marks);

    /** How far the user has read, for each room in which a mark was ever set. */
    Map<RoomId, Seq> readMarks(UserId user);
}
