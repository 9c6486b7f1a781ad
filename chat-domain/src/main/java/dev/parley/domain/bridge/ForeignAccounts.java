package dev.parley.domain.bridge;

import java.util.Set;

/** The accounts of the other messenger. Every method blocks, for ten seconds at most for each of up to four questions. Safe for concurrent use. */
public interface ForeignAccounts {
    /** That of the bridge itself. */
    ForeignAccount own();

    /** Makes an account that nobody can log in to. If the answer is lost there is one more, which is nobody's. */
    ForeignAccount signUp(String name) throws MessengerException;

    /** The name that others see, empty if it has none. Fails with {@code MISSING} if there is no such account. */
    String nameOf(ForeignAccount account) throws MessengerException;

    /**
     * Makes the account a member of a topic that the session is attached to, if it is none yet.
     *
     * @param hidden the account does not see what stands there up to this post, at no time; 0 if it may see all
     */
    void join(Topic topic, ForeignAccount account, long hidden) throws MessengerException;

    /**
     * Ends the membership, if the account is a member of this topic, which the session is attached to.
     *
     * @param barred whether it may not come in again by itself
     */
    void expel(Topic topic, ForeignAccount account, boolean barred) throws MessengerException;

    /** The members of the topic, which the session is attached to, without the bridge's own account. Some may be missing. */
    Set<ForeignAccount> members(Topic topic) throws MessengerException;

    /** Whether the account is a member of the topic, which the session is attached to. */
    boolean isMember(Topic topic, ForeignAccount account) throws MessengerException;
}
