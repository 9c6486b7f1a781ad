package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.AckLedger;
import dev.parley.benchmarks.chat.ChatSocket;
import dev.parley.benchmarks.chat.Crowd;
import dev.parley.benchmarks.process.DiskClock;
import dev.parley.benchmarks.process.Meter;
import dev.parley.benchmarks.process.ProcessGroup;
import dev.parley.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** One of two servers that are compared: sends to it, and keeps the figures. */
final class SendingSide {
    private static final int SOCKETS = 4;
    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final long DRAIN_NANOS = 60_000_000_000L;
    private static final long LOOK_NANOS = 20_000_000;
    /** What is still done after the last answer. */
    private static final long TAIL_NANOS = 200_000_000;

    private static final long RAMP_NANOS = 500_000_000;
    private static final double MOST_LOOP_BUSY = 0.9;

    private final Lab lab;
    private final Lab.Household household;
    private final ProcessGroup tinode;
    private final LongSupplier posts;
    private final boolean joined;
    private final Meter meter;
    private final DiskClock disk;
    private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
    private final List<String> faults = new ArrayList<>();
    private long behind;

    /**
     * One measured window.
     *
     * @param perSecond acknowledged messages
     * @param micros the server's CPU for each of them
     * @param kib what the server had written to the disk for each of them
     * @param carried messages a second that reached the topic
     * @param level seconds from the last message that was due until the topic had all; NaN if that is not waited for
     */
    record Window(
            double perSecond,
            double micros,
            double kib,
            double carried,
            double level,
            double loopBusy,
            double tinodeCores,
            double othersCores) {}

    /**
     * @param tinode apart from which others are noise
     * @param posts how many there are in the topic
     * @param joined whether the server carries over what it is sent
     */
    SendingSide(Lab lab, Lab.Household household, ProcessGroup tinode, LongSupplier posts, boolean joined) {
        this.lab = lab;
        this.household = household;
        this.tinode = tinode;
        this.posts = posts;
        this.joined = joined;
        meter = new Meter(household.server().pid());
        disk = new DiskClock(household.server().pid());
    }

    Lab.Household household() {
        return household;
    }

    Window paced(int rate) {
        return paced(rate, lab.extent().windowNanos());
    }

    /** Sends at set times, from a few sockets in turn, and waits until all is where it belongs. */
    Window paced(int rate, long nanos) {
        Crowd crowd = lab.crowd(household.target());
        crowd.join(SOCKETS, SOCKETS);
        AckLedger ledger = new AckLedger(crowd.tally());
        ledger.startAt(Lab.GENERAL, crowd.headOf(Lab.GENERAL));
        List<ChatSocket> sockets = crowd.sockets();
        for (int i = 0; i < SOCKETS; i++) {
            int sender = i;
            sockets.get(i).onAcknowledged((socket, ack) -> {
                ledger.acknowledged(sender, ack);
                latency.recordValue(Math.min(Math.max(0, System.nanoTime() - ack.stamp()), LONGEST_NANOS));
            });
        }
        int[] turn = {0};
        OpenLoop open = new OpenLoop(
                lab.loop(), rate, stamp -> sockets.get(turn[0]++ % SOCKETS).say(Lab.GENERAL, stamp, Senders.TEXT));
        long before = posts.getAsLong();
        Reading start = begin();
        long sent = open.run(nanos);
        if (!lab.loop().runUntil(() -> crowd.tally().answered() == sent, DRAIN_NANOS)) {
            crowd.tally()
                    .fault("%d sends were not acknowledged"
                            .formatted(sent - crowd.tally().answered()));
        }
        crowd.awaitSeen(Lab.GENERAL, ledger.last(Lab.GENERAL), DRAIN_NANOS);
        double level = joined ? awaitLevel(ledger.last(Lab.GENERAL)) : 0;
        lab.loop().runFor(TAIL_NANOS);
        Window window = end(start, sent, posts.getAsLong() - before, level);
        ledger.settle();
        crowd.leave();
        faults.addAll(crowd.tally().faults());
        return new Window(
                sent * 1e9 / nanos,
                window.micros,
                window.kib,
                window.carried,
                level,
                window.loopBusy,
                window.tinodeCores,
                window.othersCores);
    }

    /** There is nothing in the topic but what was sent here. */
    private double awaitLevel(long messages) {
        long begin = System.nanoTime();
        long there = posts.getAsLong();
        while (there < messages && System.nanoTime() - begin < DRAIN_NANOS) {
            lab.loop().runFor(LOOK_NANOS);
            there = posts.getAsLong();
        }
        behind = Math.max(behind, messages - there);
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Each sends its next message when one is answered. */
    Window closed(int senders) {
        SendersByRest all = new SendersByRest(
                lab, household, senders, Place.general(household.accounts().count()));
        all.start();
        lab.loop().runFor(RAMP_NANOS);
        all.latency().reset();
        long before = posts.getAsLong();
        long acknowledged = all.tally().answered();
        Reading start = begin();
        lab.loop().runFor(lab.extent().sendNanos());
        Window window = end(start, all.tally().answered() - acknowledged, posts.getAsLong() - before, Double.NaN);
        latency.add(all.latency());
        all.stop(lab.loop());
        all.leave();
        faults.addAll(all.tally().faults());
        return window;
    }

    private record Reading(long at, long tinode, long written) {}

    private Reading begin() {
        long used = tinode.nanos();
        meter.start();
        return new Reading(System.nanoTime(), used, disk.bytes());
    }

    private Window end(Reading start, long acknowledged, long carried, double level) {
        double seconds = (System.nanoTime() - start.at) / 1e9;
        Meter.Span span = meter.stop();
        long written = disk.bytes() - start.written;
        double used = (tinode.nanos() - start.tinode) / 1e9 / seconds;
        return new Window(
                acknowledged / seconds,
                span.server() / 1e3 / Math.max(1, acknowledged),
                written / 1024.0 / Math.max(1, acknowledged),
                carried / seconds,
                level,
                span.loopBusy(),
                used,
                Math.max(0, span.othersCores() - used));
    }

    /** The medians of the windows. */
    Row row(String scenario, String load, List<Window> windows) {
        Row row = new Row(scenario)
                .put("load", load)
                .put("Tinode", joined ? "with" : "without")
                .put("acked/s", median(windows, Window::perSecond))
                .put("server us/ack", median(windows, Window::micros))
                .put("KiB/ack", median(windows, Window::kib))
                .put("p50 ms", Figures.millis(latency, 50))
                .put("p99 ms", Figures.millis(latency, 99));
        if (joined) {
            row.put("carried/s", median(windows, Window::carried))
                    .put("Tinode cores", median(windows, Window::tinodeCores));
            if (!Double.isNaN(windows.get(0).level)) {
                row.put("s to level", median(windows, Window::level));
            }
            if (behind > 0) {
                row.note("the topic stayed %d messages behind".formatted(behind));
            }
        }
        if (median(windows, Window::loopBusy) > MOST_LOOP_BUSY) {
            row.generatorBound("its thread was busy");
        }
        Noise.noteIn(row, median(windows, Window::othersCores));
        return row.failed(List.copyOf(faults));
    }

    private static double median(List<Window> windows, ToDoubleFunction<Window> figure) {
        return Figures.median(windows.stream().map(figure::applyAsDouble).toList());
    }

    /** What was measured before does not count. */
    void forget() {
        latency.reset();
        faults.clear();
        behind = 0;
    }
}
