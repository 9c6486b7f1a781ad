package dev.parley.domain.presence;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.node.NodeId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Who is online on which node. Safe for concurrent use, also by several nodes on one store.
 *
 * <p>What is said of a node is written by that node, one call after the other, until it is dead and others {@linkplain
 * #sweep sweep it up}. The ledger does not know who lives: that is told by the leases. Times never move back, whatever the
 * clocks say. Every method throws {@link ChatException.Unavailable} when the store does not answer in time; a write may
 * then have happened, or happen a little later, and may be repeated.
 */
public interface PresenceLedger {
    /** The most sightings or users in one call. */
    int MAX_BATCH = 500;

    /**
     * The node lives, and all whom it has online were online then.
     *
     * @return whether the ledger knew the node. If not, it knows it from now on, with nobody online: others have swept
     *     it up
     */
    boolean renew(NodeId node, Instant seenAt);

    /**
     * Writes what the node has seen. What was said of a user under a higher number stays. When this has returned, others
     * may read all of it.
     *
     * @param sightings 1 to {@link #MAX_BATCH} of different users, their numbers rising, and above all that were tried
     *     before
     * @return whether the ledger knows the node. If not, nobody will read what was written
     */
    boolean report(NodeId node, List<Sighting> sightings);

    /** The nodes that the ledger knows, {@link #MAX_BATCH} at most. */
    Map<NodeId, NodeMark> nodes();

    /**
     * What the node says of users, of each the newest, by number: above the first, up to the second.
     *
     * @param upTo not above the {@linkplain NodeMark#number number} of the node: what is beyond may still have holes
     * @param limit 1 to {@link #MAX_BATCH}
     */
    List<Sighting> reports(NodeId node, long after, long upTo, int limit);

    /**
     * When the users were last seen by any node; those who never were are absent. Who is online was seen when its node
     * was last {@linkplain #renew renewed}, or later.
     *
     * @param users {@link #MAX_BATCH} at most
     */
    Map<UserId, Instant> lastSeen(Collection<UserId> users);

    /**
     * Forgets the node, {@link #MAX_BATCH} of its users in one call, but not when they were seen.
     *
     * @return whether nothing is left of it
     */
    boolean sweep(NodeId node);
}
