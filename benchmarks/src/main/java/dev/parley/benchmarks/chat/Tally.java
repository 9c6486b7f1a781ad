package dev.parley.benchmarks.chat;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Counts what a group of connections received, how late it was, and what was wrong with it. */
public final class Tally {
    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final int FAULTS_KEPT = 5;

    private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
    private final List<String> faults = new ArrayList<>();
    private long delivered;
    private long faulty;
    private long answered;
    private boolean timing = true;

    void countDelivery(long stamp, long now) {
        delivered++;
        if (timing && stamp > 0) {
            latency.recordValue(Math.min(Math.max(now - stamp, 0), LONGEST_NANOS));
        }
    }

    void countAnswer() {
        answered++;
    }

    /** Notes a promise that was broken; the first few are kept in words. */
    public void fault(String what) {
        faulty++;
        if (faults.size() < FAULTS_KEPT) {
            faults.add(what);
        }
    }

    /** Deliveries to all connections together. */
    public long delivered() {
        return delivered;
    }

    /** Sends that were acknowledged. */
    public long answered() {
        return answered;
    }

    /** From the time a message was due to its arrival, in nanoseconds. */
    public Histogram latency() {
        return latency;
    }

    /** Whether latencies count; off while warming up. */
    public void timing(boolean on) {
        timing = on;
    }

    /** The first broken promises in words; empty if all were kept. */
    public List<String> faults() {
        if (faulty > faults.size()) {
            List<String> all = new ArrayList<>(faults);
            all.add("… " + (faulty - faults.size()) + " more");
            return all;
        }
        return List.copyOf(faults);
    }
}
