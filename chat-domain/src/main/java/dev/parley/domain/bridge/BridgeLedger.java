package dev.parley.domain.bridge;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Rev;
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
    /** The most numbers in one question. */
    int MAX_QUERY = 500;

    /** The accounts of these users; those who have none are absent. */
    Map<UserId, ForeignAccount> accountsOf(Collection<UserId> users);

    /** The users with these accounts; accounts that nobody has are absent. */
    Map<ForeignAccount, UserId> usersOf(Collection<ForeignAccount> accounts);

    /**
     * Says that the account is the user's, in one atomic step: it has one account, and that one user. What either had
     * before is forgotten, unless {@code account} belongs to another user: then nothing changes.
     *
     * @return whose the account is after the call
     */
    UserId link(UserId user, ForeignAccount account);

    /** The topic of the room, if it has one. */
    Optional<BridgedRoom> find(RoomId room);

    /**
     * Gives the room a topic, of which nothing has been carried in yet, in one atomic step: if it has none, or still
     * {@code before}. What had been carried out has been.
     *
     * @param before the topic that it is known to have had, which is gone; null if it had none
     * @return the room's topic after the call, whoever gave it
     */
    BridgedRoom open(RoomId room, @Nullable Topic before, Topic topic);

    /** Moves the marks of the room forward, never back, in one atomic step; not if it has another topic by now. */
    void advance(RoomId room, Topic topic, long carriedIn, Rev carriedOut);

    /** Says which posts show which messages of the room, all or none. What was said of a post before is forgotten. */
    void record(RoomId room, List<Post> posts);

    /** The posts of the topic that show these messages, the first of each; messages that are not shown are absent. */
    Map<Seq, Post> postsOf(RoomId room, Topic topic, Collection<Seq> messages);

    /** The post with this number, if it shows a message. */
    Optional<Post> post(RoomId room, Topic topic, long number);
}
