package dev.parley.domain.presence;

import java.time.Instant;

/**
 * How far the ledger knows a node.
 *
 * @param number that of the last sighting of the node that others may read; 0 if there is none
 * @param seenAt until when all whom the node has online were online for certain
 */
public record NodeMark(long number, Instant seenAt) {}
