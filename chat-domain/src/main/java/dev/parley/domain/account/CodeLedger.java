package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import java.time.Duration;
import java.time.Instant;

/**
 * The one-time codes that were sent to addresses, one for each at most, whoever has the address. Safe for concurrent use,
 * also by several nodes on one store. Each method is one atomic step.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time.
 */
public interface CodeLedger {
    /** How often a code may be tried, the right try included. */
    int MAX_TRIES = 5;

    /** How much is forgotten in one step. */
    int MOST_PURGED = 1_000;

    /**
     * Keeps a new code for the address, which voids the one before, unless that is younger than the pause. Of several
     * concurrent calls at most one does. Returns whether this one did.
     *
     * @param address whatever its case
     */
    boolean issue(Email address, CodeHash code, Instant now, Duration pause, Instant expiresAt);

    /**
     * Tries a code. Every try counts, those at the same time too, and of a code that has expired, was tried {@link
     * #MAX_TRIES} times or was redeemed, none succeeds: of several concurrent calls with the right code at most one. The
     * pause before the next code goes on.
     */
    boolean redeem(Email address, CodeHash presented, Instant now);

    /**
     * Forgets codes that have expired before {@code now}, some of them: nobody waits long for it. Returns how many it
     * forgot, at most {@link #MOST_PURGED}; 0 if there are no more, but for what somebody else is about to change.
     */
    int purge(Instant now);
}
