package dev.parley.domain.presence;

import dev.parley.domain.account.UserId;
import java.time.Instant;

/**
 * What a node says of a user: that it has come, or has gone.
 *
 * @param number rises with each thing that the node says, from 1
 * @param seenAt when the user was online on this node for certain, in milliseconds
 */
public record Sighting(UserId user, long number, boolean online, Instant seenAt) {
    public Sighting {
        if (number < 1) {
            throw new IllegalArgumentException("sightings are numbered from 1");
        }
    }
}
