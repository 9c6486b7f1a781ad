package dev.parley.application.bridge;

import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong lately in carrying a room over: for how long that is left alone, twice as long each time, and what the
 * operator is told. Confined to the room's turns, but for {@link #trouble}.
 */
final class Setbacks {
    /** After how many failures of the messenger in a row that is said: now and then is nothing. */
    private static final int STUMBLES = 3;

    private static final long FIRST_REST_MILLIS = 100;
    private static final long LONGEST_REST_MILLIS = 5_000;
    private static final int DOUBLINGS = 10;
    private static final String NOT_CARRIED = "room %s is not carried over: %s";
    private static final Logger LOG = LoggerFactory.getLogger(Setbacks.class);

    private final RoomId room;
    private final LongSupplier nanoTime;
    private int failures;
    private int stumbles;
    private int complaints;
    private @Nullable ForeignSession failed;
    private long restUntil;
    private volatile String trouble = "";
    private volatile boolean lasting;

    Setbacks(RoomId room, LongSupplier nanoTime) {
        this.room = room;
        this.nanoTime = nanoTime;
    }

    /** With this session it is not tried again for a while, whatever happens. Returns for how long. */
    Duration suffer(@Nullable ForeignSession session, boolean lasting) {
        if (lasting) {
            failures += DOUBLINGS;
        }
        long millis = Math.min(LONGEST_REST_MILLIS, FIRST_REST_MILLIS << Math.min(failures, DOUBLINGS));
        failures++;
        failed = session;
        Duration rest = Duration.ofMillis(millis);
        restUntil = nanoTime.getAsLong() + rest.toNanos();
        return rest;
    }

    boolean isResting(ForeignSession session) {
        return session == failed && nanoTime.getAsLong() - restUntil < 0;
    }

    /** Whether it has failed again and again. */
    boolean areLasting() {
        return lasting;
    }

    /** How long it is still left alone. */
    Duration rest() {
        return Duration.ofNanos(restUntil - nanoTime.getAsLong());
    }

    /**
     * The messenger refused, or did not answer.
     *
     * @param willed whether people there want it so, and nobody else is to be troubled
     */
    void stumbled(MessengerException e, boolean willed) {
        LOG.debug("Room {}: {}", room, e.getMessage());
        stumbles++;
        lasting |= stumbles == STUMBLES;
        complaints += willed ? 0 : 1;
        if (complaints == STUMBLES && trouble.isEmpty()) {
            trouble = NOT_CARRIED.formatted(room, e.getMessage());
            LOG.warn("Room {} is not carried over for now: {}", room, e.getMessage());
        }
    }

    /** It is not the messenger's fault, nor the store's. */
    void broke(RuntimeException e) {
        LOG.error("Room {} cannot be carried over for now", room, e);
        trouble = NOT_CARRIED.formatted(room, "see the log");
        lasting = true;
    }

    /** Nothing is left to be carried over, or a part of it has been. */
    void overcome() {
        failures = 0;
        stumbles = 0;
        complaints = 0;
        lasting = false;
        if (!trouble.isEmpty()) {
            LOG.info("Room {} is carried over again", room);
            trouble = "";
        }
    }

    /** What keeps the room from being carried over; empty if nothing does. */
    String trouble() {
        return trouble;
    }
}
