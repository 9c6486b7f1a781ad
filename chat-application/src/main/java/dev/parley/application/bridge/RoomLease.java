package dev.parley.application.bridge;

import dev.parley.domain.node.Lease;
import dev.parley.domain.node.Leases;
import dev.parley.domain.node.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that one node at a time carries out what happens in a room. Confined to the room's turns.
 *
 * <p>A lease that stood still for {@link #SILENT} is taken over; whoever does has to look first what the last holder has
 * done. The holder asks before each publication; no two terms of it look alike, so where its beat can be raised, however
 * late, nobody was there in between.
 */
final class RoomLease {
    static final Duration SILENT = Duration.ofSeconds(20);

    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(RoomLease.class);

    private final @Nullable Leases leases;
    private final NodeId self;
    private final String name;
    private final LongSupplier nanoTime;
    private @Nullable Lease own;
    private long beatAt;
    /** No two terms of this node look alike: the others would take the time between them for silence. */
    private long lastBeat;

    private @Nullable Lease others;
    private long othersSince;

    /** Whether this node carries out. */
    enum Grip {
        /** As before. */
        KEPT,
        /** From now on: others may have carried something out since. */
        TAKEN,
        /** From now on; and the last holder may have left something half done. */
        TAKEN_OVER,
        NOT_HELD
    }

    /**
     * @param leases null if no other node can use the store
     * @param before a beat above that of every term that this node has had of this lease
     */
    RoomLease(@Nullable Leases leases, NodeId self, String name, long before, LongSupplier nanoTime) {
        this.leases = leases;
        this.self = self;
        this.name = name;
        this.lastBeat = before;
        this.nanoTime = nanoTime;
    }

    /** Takes hold, or keeps it. */
    Grip hold() {
        if (leases == null) {
            return Grip.KEPT;
        }
        return keep() ? Grip.KEPT : take(leases, nanoTime.getAsLong());
    }

    /** Keeps hold, if this node has it. Returns whether it does. */
    boolean keep() {
        Lease held = own;
        if (leases == null || held == null) {
            return leases == null;
        }
        long now = nanoTime.getAsLong();
        if (now - beatAt < BEAT.toNanos()) {
            return true;
        }
        own = null; // Until it is known that it still is.
        if (!leases.replace(held, held.next())) {
            return false;
        }
        took(held.next(), now);
        return true;
    }

    /** Whether another node may want it. */
    boolean isShared() {
        return leases != null;
    }

    /** Whether this node was the holder when it last looked. */
    boolean isHeld() {
        return leases == null || own != null;
    }

    private Grip take(Leases known, long now) {
        Optional<Lease> found = known.find(name);
        if (found.isEmpty()) {
            others = null;
            Lease first = new Lease(name, self, lastBeat + 1);
            if (!known.add(first)) {
                return Grip.NOT_HELD;
            }
            took(first, now);
            return Grip.TAKEN;
        }
        Lease there = found.get();
        if (!there.holder().equals(self) && !stoodStill(there, now)) {
            return Grip.NOT_HELD;
        }
        Lease next = there.takenBy(self);
        Lease taken = next.beat() > lastBeat ? next : new Lease(name, self, lastBeat + 1);
        if (!known.replace(there, taken)) {
            return Grip.NOT_HELD;
        }
        LOG.info("{} was taken over from {}", name, there.holder());
        took(taken, now);
        return Grip.TAKEN_OVER;
    }

    private void took(Lease lease, long now) {
        own = lease;
        lastBeat = lease.beat();
        beatAt = now;
        others = null;
    }

    private boolean stoodStill(Lease lease, long now) {
        if (!lease.equals(others)) {
            others = lease;
            othersSince = now;
        }
        return now - othersSince >= SILENT.toNanos();
    }

    /** All is done: others may have it. */
    void release() {
        Lease held = own;
        own = null;
        if (leases != null && held != null && !leases.remove(held)) {
            LOG.debug("{} had been taken over", name);
        }
    }

    /** Something is half done: whoever comes next is to look first. */
    void abandon() {
        own = null;
    }
}
