package dev.parley.application.node;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.node.Lease;
import dev.parley.domain.node.Leases;
import dev.parley.domain.node.NodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether other nodes share the store: each raises the beat of a lease of its own every {@link #BEAT}, and is taken
 * for dead when the others have seen it stand still for {@link #SILENT} by their own clocks.
 *
 * <p>A node that has not been started has the store to itself. Where the store is away nothing is learned, and what was
 * known stands. What is known is confined to the beat; whether the node is alone may be asked by anybody.
 */
public final class Nodes {
    static final Duration BEAT = Duration.ofSeconds(2);
    static final Duration SILENT = Duration.ofSeconds(10);

    /** When the lease of a dead node is swept up. */
    static final Duration FORGET = Duration.ofMinutes(1);

    /** How often it is looked whether the others have seen this node. */
    private static final Duration GLANCE = Duration.ofMillis(500);

    /** Who has shown no life for so long may soon be taken for dead. */
    private static final Duration HUSHED = SILENT.minus(BEAT);

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);
    private static final String PREFIX = "node:";

    private final Leases leases;
    private final NodeId self;
    private final Scheduling scheduling;
    private final Map<NodeId, Sighting> others = new HashMap<>();
    private @Nullable Lease own;
    private volatile boolean alone = true;
    private volatile Set<NodeId> living = Set.of();
    private volatile Set<NodeId> leased = Set.of();
    private volatile long looks;
    private long looked;
    /** Those who may not have seen this node yet, with the beat of which on they have. */
    private final Map<NodeId, Long> unaware = new HashMap<>();
    /** When the last sign of life began to be written, in nanoseconds of the clock; null if there was none. */
    private volatile @Nullable Long shownAt;

    private volatile boolean known;

    /** Whether the last beat found the store away. */
    private boolean blind;

    private volatile boolean closed;

    /** @param since when the beat was first seen, in nanoseconds of the clock */
    private record Sighting(long beat, long since) {}

    public Nodes(Leases leases, NodeId self, Scheduling scheduling) {
        this.leases = leases;
        this.self = self;
        this.scheduling = scheduling;
    }

    /**
     * Shows the first sign of life, and looks for others.
     *
     * @throws ChatException.Unavailable if the store does not answer
     */
    public void start() {
        beat();
        scheduling.after(known ? BEAT : GLANCE, this::beatOn);
    }

    /** The name of this node. */
    public NodeId self() {
        return self;
    }

    /** Whether no other node is known to live. */
    public boolean isAlone() {
        return alone;
    }

    /** The other nodes that are known to live. */
    public Set<NodeId> living() {
        return living;
    }

    /** Whether the other node had a lease when this one last looked; it may be dead all the same. */
    public boolean isLeased(NodeId other) {
        return leased.contains(other);
    }

    /**
     * How often this node has looked for others. What was so before this was asked is seen when it has risen by two.
     * 0 if it was not started, and has the store to itself.
     */
    public long looks() {
        return looks;
    }

    /**
     * Whether the others know that this node lives, so that they look after what it changes: not in the first seconds after
     * its start, nor after it was silent.
     */
    public boolean isKnown() {
        return looks == 0 || (known && !isHushed(now()));
    }

    private boolean isHushed(long now) {
        Long last = shownAt;
        return last == null || now - last >= HUSHED.toNanos();
    }

    private long now() {
        return scheduling.nanoTime().getAsLong();
    }

    /** Tells the others that this node leaves, if the store answers. */
    public void close() {
        closed = true;
        try {
            Optional<Lease> left = leases.find(PREFIX + self);
            left.ifPresent(leases::remove);
        } catch (ChatException.Unavailable e) {
            LOG.debug("The others will find out that this node has left", e);
        }
    }

    private void beatOn() {
        if (closed) {
            return;
        }
        try {
            beat();
        } catch (ChatException.Unavailable e) {
            LOG.debug("The store is away: no sign of life", e);
            blind = true;
        } catch (RuntimeException e) {
            LOG.error("No sign of life", e);
        } finally {
            scheduling.after(known ? BEAT : GLANCE, this::beatOn);
        }
    }

    private void beat() {
        long begun = now();
        showLife();
        Set<NodeId> seen = new HashSet<>();
        long now = now();
        if (blind) { // The others could not beat either.
            others.replaceAll((node, before) -> new Sighting(before.beat, now));
            blind = false;
        }
        for (Lease lease : leases.named(PREFIX)) {
            if (!lease.holder().equals(self)) {
                seen.add(lease.holder());
                see(lease, now);
            }
        }
        others.keySet().retainAll(seen);
        leased = Set.copyOf(seen);
        living = seen.stream().filter(node -> isHeard(node, now)).collect(Collectors.toUnmodifiableSet());
        boolean nobody = living.isEmpty();
        if (nobody != alone) {
            LOG.info(nobody ? "This node has the store to itself" : "Other nodes share the store");
        }
        alone = nobody;
        awaitNotice(begun);
        looks = ++looked;
    }

    /** Who beats for the second time after a sign was there has looked in between. Who does not is dead. */
    private void awaitNotice(long begun) {
        if (isHushed(begun)) {
            unaware.clear();
            living.forEach(node -> unaware.put(node, beatOf(node) + 2));
        }
        unaware.entrySet().removeIf(one -> !living.contains(one.getKey()) || beatOf(one.getKey()) >= one.getValue());
        shownAt = begun;
        known = unaware.isEmpty();
    }

    private long beatOf(NodeId node) {
        Sighting last = others.get(node);
        return last == null ? 0 : last.beat;
    }

    private boolean isHeard(NodeId node, long now) {
        Sighting last = others.get(node);
        return last != null && now - last.since < SILENT.toNanos();
    }

    /** The beat may have been swept up by others, or its last step have an unknown outcome. */
    private void showLife() {
        Lease known = own;
        own = null;
        if (known == null || !leases.replace(known, known.next())) {
            known = leases.find(PREFIX + self).orElse(null);
            if (known == null) {
                Lease first = new Lease(PREFIX + self, self, 0);
                boolean added = leases.add(first);
                LOG.debug("A lease was {}", added ? "added" : "there already");
                own = first;
                return;
            }
            boolean replaced = leases.replace(known, known.next());
            LOG.debug("A lease that was lost sight of was {}", replaced ? "found" : "lost again");
        }
        own = known.next();
    }

    private void see(Lease lease, long now) {
        Sighting before = others.get(lease.holder());
        if (before == null || before.beat != lease.beat()) {
            others.put(lease.holder(), new Sighting(lease.beat(), now));
        } else if (now - before.since >= FORGET.toNanos()) {
            boolean removed = leases.remove(lease);
            LOG.debug("The lease of {} was {}", lease.holder(), removed ? "swept up" : "gone already");
        }
    }
}
