package dev.parley.domain.node;

import dev.parley.domain.ChatException;
import java.util.List;
import java.util.Optional;

/**
 * What nodes hold, one holder for each name. Safe for concurrent use, also by several nodes on one store.
 *
 * <p>Every change is one atomic step that happens only if the lease is just as the caller believes. Every method throws
 * {@link ChatException.Unavailable} when the store does not answer in time, and then nothing is said about a change: it
 * is settled by reading.
 */
public interface Leases {
    /** The most leases in one answer. */
    int MAX_NAMED = 1_000;

    /** The lease with this name. */
    Optional<Lease> find(String name);

    /** The leases whose names begin so, by name, {@link #MAX_NAMED} at most. */
    List<Lease> named(String prefix);

    /** Adds the lease; not if there is one with its name. Returns whether it did. */
    boolean add(Lease lease);

    /** Puts {@code next}, which has the same name, in the place of {@code expected}, if that is there. Returns whether it did. */
    boolean replace(Lease expected, Lease next);

    /** Removes the lease, if it is there just so. Returns whether it did. */
    boolean remove(Lease expected);
}
