package dev.parley.application.presence;

import dev.parley.application.node.Nodes;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.presence.NodeMark;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.presence.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is online on other nodes, as the ledger says, as long as these live. One that seems dead is forgotten at once; if it
 * comes back it is read anew. The people of one that has left linger, as those do who leave: they are about to come to
 * another. One thread looks at a time, any may ask. Guarded by its own lock, which is never held while the store is asked.
 */
final class Elsewhere {
    private static final Logger LOG = LoggerFactory.getLogger(Elsewhere.class);

    private final PresenceLedger ledger;
    private final Nodes nodes;
    private final LongSupplier nanoTime;
    private final Map<NodeId, Picture> pictures = new HashMap<>();

    /** A node and its people. Changed by the looking thread, under the lock. */
    private static final class Picture {
        /** When they were seen to come. */
        private final Map<UserId, Instant> online = new HashMap<>();

        private long reached;
        private Instant livedAt = Instant.EPOCH;
        /** Until when they linger, in nanoseconds of the clock; null as long as their node has not left. */
        private @Nullable Long lingering;
    }

    Elsewhere(PresenceLedger ledger, Nodes nodes, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.nodes = nodes;
        this.nanoTime = nanoTime;
    }

    synchronized boolean has(UserId user) {
        for (Picture picture : pictures.values()) {
            if (picture.online.containsKey(user)) {
                return true;
            }
        }
        return false;
    }

    synchronized List<UserId> some(int limit) {
        return pictures.values().stream()
                .flatMap(picture -> picture.online.keySet().stream())
                .limit(limit)
                .toList();
    }

    /**
     * Reads what is new.
     *
     * @param changed is told who may have come or gone, and when it was seen
     */
    void look(BiConsumer<UserId, Instant> changed) {
        Set<NodeId> living = nodes.living();
        Map<NodeId, NodeMark> marks = living.isEmpty() ? Map.of() : ledger.nodes();
        Set<NodeId> present = new HashSet<>(living);
        present.retainAll(marks.keySet());
        forgetAllBut(present, living, marks).forEach(picture -> tellGone(picture, changed));
        for (NodeId node : present) {
            NodeMark mark = marks.get(node);
            if (mark != null) {
                follow(node, mark, changed);
            }
        }
    }

    /** Forgets those that are dead, or have left a while ago; and those that have begun anew since. Returns what it knew. */
    private synchronized List<Picture> forgetAllBut(
            Set<NodeId> present, Set<NodeId> living, Map<NodeId, NodeMark> marks) {
        List<Picture> forgotten = new ArrayList<>();
        pictures.entrySet().removeIf(known -> {
            Picture picture = known.getValue();
            NodeMark mark = marks.get(known.getKey());
            if (mark != null && present.contains(known.getKey()) && mark.number() >= picture.reached) {
                picture.lingering = null;
                return false;
            }
            boolean isLeaving = mark == null && living.contains(known.getKey());
            boolean hasLeft = isLeaving || !nodes.isLeased(known.getKey());
            if (hasLeft && lingers(picture)) {
                return false;
            }
            return forgotten.add(picture);
        });
        return forgotten;
    }

    /** Also where it begins to. */
    private boolean lingers(Picture picture) {
        long now = nanoTime.getAsLong();
        Long until = picture.lingering;
        if (until == null) {
            until = now + Crowd.LINGER.toNanos();
            picture.lingering = until;
        }
        return until - now > 0;
    }

    /** The ledger knows best when they were seen: who leaves says so. */
    private void tellGone(Picture picture, BiConsumer<UserId, Instant> changed) {
        List<UserId> users = List.copyOf(picture.online.keySet());
        Map<UserId, Instant> seen = new HashMap<>();
        try {
            for (int i = 0; i < users.size(); i += PresenceLedger.MAX_BATCH) {
                seen.putAll(ledger.lastSeen(users.subList(i, Math.min(users.size(), i + PresenceLedger.MAX_BATCH))));
            }
        } catch (ChatException.Unavailable e) {
            LOG.debug("When some were last seen is told less exactly", e);
        } catch (RuntimeException e) {
            LOG.error("When some were last seen is told less exactly", e);
        }
        Instant livedAt = picture.livedAt;
        picture.online.forEach((user, came) -> {
            Instant known = livedAt.isAfter(came) ? livedAt : came;
            Instant last = seen.getOrDefault(user, known);
            changed.accept(user, last.isAfter(known) ? last : known);
        });
    }

    private void follow(NodeId node, NodeMark mark, BiConsumer<UserId, Instant> changed) {
        Picture picture = picture(node, mark);
        while (picture.reached < mark.number()) {
            List<Sighting> page = ledger.reports(node, picture.reached, mark.number(), PresenceLedger.MAX_BATCH);
            synchronized (this) {
                page.forEach(sighting -> apply(picture, sighting, changed));
                picture.reached = page.size() < PresenceLedger.MAX_BATCH
                        ? mark.number()
                        : page.get(page.size() - 1).number();
            }
        }
    }

    private synchronized Picture picture(NodeId node, NodeMark mark) {
        Picture picture = pictures.computeIfAbsent(node, id -> new Picture());
        picture.livedAt = mark.seenAt();
        return picture;
    }

    private static void apply(Picture picture, Sighting sighting, BiConsumer<UserId, Instant> changed) {
        boolean news = sighting.online()
                ? picture.online.put(sighting.user(), sighting.seenAt()) == null
                : picture.online.remove(sighting.user()) != null;
        if (news) {
            changed.accept(sighting.user(), sighting.seenAt());
        }
    }
}
