package dev.parley.domain.message;

import dev.parley.domain.ChatException;
import dev.parley.domain.room.RoomId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log of every room. Safe for concurrent use, also by several nodes on one store.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time, and then nothing is
 * said about a write: it is settled by repeating the call, which is idempotent. A number once given is never given
 * again, and none is given before the one below it can be read.
 */
public interface MessageLog {
    /** The most drafts in one batch. */
    int MAX_BATCH = 500;

    /** The most messages in one page. */
    int MAX_PAGE = 500;

    /**
     * Makes the drafts durable in their order and numbers them.
     *
     * <p>Each draft with a new key takes the room's next seq and next rev; its {@code sentAt} is raised to that of the
     * message before it. A draft whose key the room knows already (from this batch too) is not written again. When the
     * call returns, all of it survives {@code kill -9}. When it throws, or the process dies inside, a prefix is
     * durable: never a later draft without an earlier one. Other nodes' messages may stand between those of a batch.
     *
     * @param batch 1 to {@link #MAX_BATCH} drafts
     * @return one result for each draft, in order
     */
    List<Appended> append(RoomId room, List<Draft> batch);

    /** What became of a draft. */
    sealed interface Appended {
        /** It is in the log now. */
        record Added(Message message) implements Appended {}

        /** The same draft was in the log already; here is the message in its latest state. */
        record Repeated(Message message) implements Appended {}

        /** The key belongs to a message that was sent with another fingerprint. */
        record KeyReused() implements Appended {}

        /** The log was closed: it takes nothing more. */
        record Closed() implements Appended {}
    }

    /**
     * What {@link #append} would answer to a draft with this key and fingerprint that came once more: {@code Repeated} or
     * {@code KeyReused}. Empty if the room does not know the key, or its log was closed.
     */
    Optional<Appended> recall(RoomId room, MessageKey key, String fingerprint);

    /**
     * Applies the change, as {@link Message#after} says, and gives the message the room's next rev, in one atomic step;
     * unless it changes nothing.
     */
    Changed change(RoomId room, Seq seq, Change change);

    /** What became of a change. */
    sealed interface Changed {
        /** Here is the message as it is now, with its new rev. */
        record Done(Message message) implements Changed {}

        /** It was so already: no rev was given. */
        record Already(Message message) implements Changed {}

        /** A tombstone can neither be edited nor reacted to. */
        record Deleted() implements Changed {}

        /** The message has as many reactions as it can have, see {@link Reactions}. */
        record Full() implements Changed {}

        /** The room has no message with this seq, or its log was closed. */
        record Missing() implements Changed {}
    }

    /** The message with this seq. */
    Optional<Message> find(RoomId room, Seq seq);

    /** The {@code limit} newest messages below {@code end}, oldest first. Never a hole between them. */
    List<Message> before(RoomId room, Seq end, int limit);

    /** The {@code limit} oldest messages above {@code start}, oldest first. Never a hole between them. */
    List<Message> after(RoomId room, Seq start, int limit);

    /**
     * The {@code limit} messages with the lowest revs above {@code cursor}, by rev. A reader that goes on from the rev
     * of the last one sees every change that happens, also while others write; of several changes of one message it may
     * see only the latest.
     */
    List<Message> changesSince(RoomId room, Rev cursor, int limit);

    /**
     * Ends the room's log for ever: from the return on it takes nothing, on no node. What stands in it can be read until
     * it is {@linkplain #erase erased}. A second call does nothing.
     */
    void close(RoomId room);

    /**
     * Removes messages of closed logs.
     *
     * @param limit how many at most, 1 to {@link #MAX_BATCH}
     * @return how many; 0 if there are none left
     */
    int erase(int limit);

    /** Where the logs end; rooms without messages are absent. At most 1,000 rooms at once. */
    Map<RoomId, Head> heads(Collection<RoomId> rooms);

    /** The newest message of each room; rooms without messages are absent. At most 1,000 rooms at once. */
    Map<RoomId, Message> newest(Collection<RoomId> rooms);
}
