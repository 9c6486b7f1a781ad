package dev.parley.domain.bridge;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the bridge knows. Safe for concurrent use, also by several nodes on one store.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time, and then nothing is
 * said about a change: to repeat the call is safe.
 */
public interface BridgeLedger {
    /** The most users, accounts, messages or numbers in one question, and the most posts in one record. */
    int MAX_QUERY = 500;

    /** The accounts of these users; those who have none are absent. */
    Map<UserId, ForeignAccount> accountsOf(Collection<UserId> users);

    /** The users with these accounts; accounts that nobody has are absent. */
    Map<ForeignAccount, UserId> usersOf(Collection<ForeignAccount> accounts);

    /**
     * Users and their accounts, by the users' numbers, above the one that is given.
     *
     * @param limit 1 to {@link #MAX_QUERY}
     */
    List<Link> links(long after, int limit);

    /** Whose account it is. */
    record Link(UserId user, ForeignAccount account) {}

    /**
     * Says that the account is the user's, in one atomic step: if the user has none, or still {@code before}, and nobody
     * else has this one.
     *
     * @param before the account that the user is known to have had, which is gone; null if it had none
     * @return whether the account is the user's after the call, whoever said so
     */
    boolean link(UserId user, @Nullable ForeignAccount before, ForeignAccount account);

    /** The topic of the room, if it has one. */
    Optional<BridgedRoom> find(RoomId room);

    /**
     * The rooms that have a topic, by number, above the one that is given; also rooms that do not exist any more.
     *
     * @param limit 1 to {@link #MAX_QUERY}
     */
    List<BridgedRoom> after(long room, int limit);

    /** The rooms with these topics; topics that no room has, or has no more, are absent. */
    Map<Topic, BridgedRoom> roomsOf(Collection<Topic> topics);

    /**
     * Gives the room a topic, to or from which nothing has been carried yet, in one atomic step: if it has none, or still
     * {@code before}.
     *
     * @param before the topic that it is known to have had, which is gone; null if it had none
     * @return the room's topic after the call, whoever gave it
     */
    BridgedRoom open(RoomId room, @Nullable Topic before, Topic topic);

    /**
     * Forgets the room, if it still has this topic: its posts, {@link #MAX_QUERY} in one call, and itself with its {@link
     * TopicRoll} when they are all forgotten.
     *
     * @return whether nothing is left
     */
    boolean forget(RoomId room, Topic topic);

    /**
     * Says which posts of the topic show which messages of the room; what was said of a post before is forgotten. When
     * that is durable it moves the marks of the room forward, never back; not if it has another topic by now.
     *
     * @param marks the room and its topic, and how far has been carried what the posts belong to
     * @param posts at most {@link #MAX_QUERY}, all of that topic
     */
    void record(BridgedRoom marks, List<Post> posts);

    /**
     * The posts of the topic that show these messages, by number: the first of a message is its own, the others are later
     * versions of it. Messages that are not shown are absent.
     */
    Map<Seq, List<Post>> postsOf(RoomId room, Topic topic, Collection<Seq> messages);

    /** The posts with these numbers; those that show no message are absent. */
    Map<Long, Post> posts(RoomId room, Topic topic, Collection<Long> numbers);
}
