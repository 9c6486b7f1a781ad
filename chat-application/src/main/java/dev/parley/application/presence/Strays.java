package dev.parley.application.presence;

import dev.parley.application.node.Nodes;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.presence.PresenceLedger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps up in the ledger what nodes have left that died, but not when their people were seen.
 *
 * <p>A node has a lease before it is in the ledger, and loses it when it has been silent for a minute. So one that is in
 * the ledger and, looked for afterwards, has no lease is dead; or so late that it finds out and begins anew. Confined to
 * the exchange.
 */
final class Strays {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

    /** How many parts of dead nodes are swept up in one round. */
    private static final int MAX_SWEEPS = 100;

    private final PresenceLedger ledger;
    private final Nodes nodes;
    /** Nodes without a lease, and how often leases had been looked for when they were found in the ledger. */
    private final Map<NodeId, Long> suspects = new HashMap<>();

    Strays(PresenceLedger ledger, Nodes nodes) {
        this.ledger = ledger;
        this.nodes = nodes;
    }

    void sweep() {
        Set<NodeId> strays = ledger.nodes().keySet().stream()
                .filter(node -> !node.equals(nodes.self()) && !nodes.isLeased(node))
                .collect(Collectors.toSet());
        long looks = nodes.looks();
        suspects.keySet().retainAll(strays);
        strays.forEach(stray -> suspects.putIfAbsent(stray, looks));
        int sweeps = 0;
        for (NodeId stray : strays) {
            boolean dead = looks == 0 || looks - suspects.getOrDefault(stray, looks) >= 2;
            boolean swept = false;
            while (dead && !swept && sweeps < MAX_SWEEPS) {
                swept = ledger.sweep(stray);
                sweeps++;
            }
            if (swept) {
                LOG.debug("Node {} is gone: what it left was swept up", stray);
            }
        }
    }
}
