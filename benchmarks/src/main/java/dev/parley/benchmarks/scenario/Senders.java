package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.Ack;
import dev.parley.benchmarks.chat.AckLedger;
import dev.parley.benchmarks.chat.Crowd;
import dev.parley.benchmarks.chat.Tally;
import dev.parley.benchmarks.wire.Loop;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Clients in a closed loop: each sends its next message when one is acknowledged, over its user's rooms in turn.
 *
 * <p>A closed loop finds how much the server takes. Its latency is that under full load, and says nothing of another.
 */
abstract class Senders {
    static final String TEXT = "Shall we meet at the station at half past nine tomorrow?";

    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final long DRAIN_NANOS = 30_000_000_000L;

    private final List<Place> places;
    private final Tally tally;
    private final AckLedger ledger;
    private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
    private long turns;
    private boolean stopping;

    Senders(List<Place> places, Tally tally) {
        this.places = places;
        this.tally = tally;
        ledger = new AckLedger(tally);
    }

    /** Notes where each room stands, by what the sockets of its members were told at their welcome. */
    void startAt(Crowd members) {
        places.forEach(place -> ledger.startAt(place.room(), members.headOf(place.room())));
    }

    abstract void start();

    /** Whether nothing is under way. */
    abstract boolean isQuiet();

    abstract void leave();

    /** Notes an acknowledgement; answers whether to send the next. */
    boolean noted(int sender, Ack ack) {
        ledger.acknowledged(sender, ack);
        latency.recordValue(Math.min(Math.max(0, System.nanoTime() - ack.stamp()), LONGEST_NANOS));
        return !stopping;
    }

    /** The next room of the user. */
    long nextRoom(int account) {
        List<Long> rooms = Place.of(account, places);
        return rooms.get((int) (turns++ % rooms.size()));
    }

    /** Sends no more, waits for the answers, and checks the numbers. */
    void stop(Loop loop) {
        stopping = true;
        if (!loop.runUntil(this::isQuiet, DRAIN_NANOS)) {
            tally.fault("sends were not answered within 30 s");
        }
        ledger.settle();
    }

    /** Waits until everybody has received what was acknowledged. */
    void awaitDeliveries() {}

    /** Sends that the server put off because it had enough to do. */
    long refused() {
        return 0;
    }

    AckLedger ledger() {
        return ledger;
    }

    List<Place> places() {
        return places;
    }

    Tally tally() {
        return tally;
    }

    Histogram latency() {
        return latency;
    }
}
