package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.AckLedger;
import dev.parley.benchmarks.chat.ChatSocket;
import dev.parley.benchmarks.chat.Crowd;
import dev.parley.benchmarks.chat.Target;
import dev.parley.benchmarks.process.CpuClock;
import dev.parley.benchmarks.process.Meter;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** One server in a fan-out: its audience, its sender, and its windows so far. */
final class Contestant {
    private static final long DRAIN_NANOS = 10_000_000_000L;

    /** A JVM that compiles on less than this part of a core is warm. */
    private static final double CALM = 0.02;

    private static final long CALM_NANOS = 5_000_000_000L;

    private final Lab lab;
    private final Target target;
    private final String text;
    private final Crowd crowd;
    private final AckLedger ledger;
    private final Meter meter;
    private final List<Window> windows = new ArrayList<>();
    private final Histogram slips = new Histogram(3);
    private long warmNanos;

    /**
     * One measured window.
     *
     * @param serverMicros the server's CPU for each delivery
     * @param generatorMicros the CPU of the generator's loop thread; its compiler and collector apart
     */
    record Window(double serverMicros, double generatorMicros, double loopBusy, double othersCores) {}

    Contestant(Lab lab, Target target, int receivers, String text) {
        this.lab = lab;
        this.target = target;
        this.text = text;
        crowd = lab.crowd(target);
        crowd.join(receivers + 1, 250);
        ledger = new AckLedger(crowd.tally());
        ledger.startAt(Lab.GENERAL, crowd.headOf(Lab.GENERAL));
        sender().onAcknowledged((socket, ack) -> ledger.acknowledged(0, ack));
        meter = new Meter(target.pid());
    }

    private ChatSocket sender() {
        return crowd.sockets().get(0);
    }

    Crowd crowd() {
        return crowd;
    }

    Target target() {
        return target;
    }

    /** How late messages were sent in all windows, in nanoseconds. */
    Histogram slips() {
        return slips;
    }

    List<Window> windows() {
        return windows;
    }

    /**
     * Sends without keeping the figures; and on, as long as the JVM's compilers are at work.
     *
     * @param atMost how long it goes on at most
     */
    void warm(double perSecond, long nanos, long atMost) {
        crowd.tally().timing(false);
        long start = System.nanoTime();
        window(perSecond, nanos);
        CpuClock clock = new CpuClock(target.pid());
        double compiling = 1;
        while (compiling > CALM && System.nanoTime() - start < nanos + atMost) {
            long before = clock.compilerNanos();
            long begin = System.nanoTime();
            window(perSecond, CALM_NANOS);
            compiling = (double) (clock.compilerNanos() - before) / (System.nanoTime() - begin);
        }
        warmNanos = System.nanoTime() - start;
        slips.reset();
        crowd.tally().timing(true);
    }

    double warmSeconds() {
        return warmNanos / 1e9;
    }

    /** Sends, waits for the last delivery, and keeps the figures. */
    void measure(double perSecond, long nanos) {
        windows.add(window(perSecond, nanos));
    }

    private Window window(double perSecond, long nanos) {
        long before = crowd.tally().delivered();
        long answered = crowd.tally().answered();
        OpenLoop open = new OpenLoop(lab.loop(), perSecond, stamp -> sender().say(Lab.GENERAL, stamp, text));
        meter.start();
        long sent = open.run(nanos);
        slips.add(open.slips());
        settle(answered + sent);
        Meter.Span span = meter.stop();
        long delivered = crowd.tally().delivered() - before;
        long expected = sent * crowd.sockets().size();
        if (delivered != expected) {
            crowd.tally().fault("%d of %d deliveries".formatted(delivered, expected));
        }
        return new Window(
                span.server() / 1e3 / Math.max(1, delivered),
                span.loop() / 1e3 / Math.max(1, delivered),
                span.loopBusy(),
                span.othersCores());
    }

    private void settle(long answers) {
        if (!lab.loop().runUntil(() -> crowd.tally().answered() == answers, DRAIN_NANOS)) {
            crowd.tally()
                    .fault("%d sends were not acknowledged"
                            .formatted(answers - crowd.tally().answered()));
        }
        crowd.awaitSeen(Lab.GENERAL, ledger.last(Lab.GENERAL), DRAIN_NANOS);
        ledger.settle();
    }
}
