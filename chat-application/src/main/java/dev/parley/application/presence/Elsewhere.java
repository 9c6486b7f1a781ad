package dev.parley.application.presence;

import dev.parley.application.node.Nodes;
import dev.parley.domain.account.UserId;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.presence.NodeMark;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.presence.Sighting;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Who is online on other nodes, as the ledger says, as long as these live. One that seems dead is forgotten at once; if it
 * comes back it is read anew. One thread looks at a time, any may ask. Guarded by its own lock, which is never held while
 * the store is asked.
 */
final class Elsewhere {
    private final PresenceLedger ledger;
    private final Nodes nodes;
    private final Map<NodeId, Picture> pictures = new HashMap<>();

    /** A node and its people. Changed by the looking thread, under the lock. */
    private static final class Picture {
        /** When they were seen to come. */
        private final Map<UserId, Instant> online = new HashMap<>();

        private long reached;
        private Instant livedAt = Instant.EPOCH;
    }

    Elsewhere(PresenceLedger ledger, Nodes nodes) {
        this.ledger = ledger;
        this.nodes = nodes;
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
        forgetAllBut(present, marks, changed);
        for (NodeId node : present) {
            NodeMark mark = marks.get(node);
            if (mark != null) {
                follow(node, mark, changed);
            }
        }
    }

    /** Forgets those that are dead or gone; and those that have begun anew since. */
    private synchronized void forgetAllBut(
            Set<NodeId> present, Map<NodeId, NodeMark> marks, BiConsumer<UserId, Instant> changed) {
        pictures.entrySet().removeIf(known -> {
            Picture picture = known.getValue();
            NodeMark mark = marks.get(known.getKey());
            if (mark != null && present.contains(known.getKey()) && mark.number() >= picture.reached) {
                return false;
            }
            Instant livedAt = picture.livedAt;
            picture.online.forEach((user, seenAt) -> changed.accept(user, livedAt.isAfter(seenAt) ? livedAt : seenAt));
            return true;
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
