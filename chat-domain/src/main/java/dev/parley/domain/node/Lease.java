package dev.parley.domain.node;

/**
 * A node holds something, as long as its {@code beat} goes on.
 *
 * <p>No clock stands in a lease, for the clocks of two nodes may differ by minutes: who wants to know whether the holder
 * lives watches whether the beat changes, by a clock of its own.
 *
 * @param name what is held, 1 to 200 characters
 * @param beat is raised by the holder again and again, 0 or more
 */
public record Lease(String name, NodeId holder, long beat) {
    private static final int MAX_NAME = 200;

    public Lease {
        if (name.isEmpty() || name.length() > MAX_NAME || beat < 0) {
            throw new IllegalArgumentException(
                    "a lease has a name of 1 to " + MAX_NAME + " characters and a beat from 0");
        }
    }

    /** The same lease, one beat later. */
    public Lease next() {
        return new Lease(name, holder, beat + 1);
    }

    /** The lease as it is when another node has taken it over. */
    public Lease takenBy(NodeId node) {
        return new Lease(name, node, beat + 1);
    }
}
