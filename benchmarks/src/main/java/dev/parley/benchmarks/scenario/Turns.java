package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.TopicWatch;
import dev.parley.benchmarks.process.CpuClock;
import dev.parley.benchmarks.process.ProcessGroup;
import dev.parley.benchmarks.report.Row;
import dev.parley.testkit.tinode.TinodeServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Two servers that are measured in turns, one with a Tinode and one without: while one is awake the other stands still. */
final class Turns implements AutoCloseable {
    private static final int WARM_RATE = 500;
    private static final int WARM_SENDERS = 16;
    /** Processors that the compilers use when they rest. */
    private static final double CALM = 0.02;

    private final Lab lab;
    private final ProcessGroup tinode;
    private final TopicWatch watch;
    private final SendingSide without;
    private final SendingSide with;

    Turns(Lab lab, Lab.Household without, Lab.Household with, TinodeServer server) {
        this.lab = lab;
        tinode = new ProcessGroup(server::processes);
        watch = TopicWatch.open(
                lab.loop(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                TinodeServer.API_KEY,
                TinodeServer.LOGIN,
                TinodeServer.PASSWORD);
        this.without = new SendingSide(lab, without, tinode, () -> 0, false);
        this.with = new SendingSide(lab, with, tinode, watch::posts, true);
        without.server().freeze();
        with.server().freeze();
    }

    /** See {@link ProcessGroup#giveWay}. */
    boolean tinodeYields(boolean idle) {
        return tinode.giveWay(idle);
    }

    /** Sends at a set rate, without keeping the figures. */
    void warm() {
        long nanos = lab.extent().warmNanos();
        for (SendingSide side : List.of(without, with)) {
            SendingSide.Window unused = awake(side, it -> it.paced(WARM_RATE, nanos));
            side.forget();
        }
    }

    /** Sends in a closed loop, without keeping the figures, as long as the JVMs' compilers are at work. */
    void warmMore() {
        long start = System.nanoTime();
        double compiling = 1;
        while (compiling > CALM && System.nanoTime() - start < lab.extent().calmNanos()) {
            compiling = Math.max(compiling(without), compiling(with));
        }
        without.forget();
        with.forget();
    }

    private double compiling(SendingSide side) {
        CpuClock clock = new CpuClock(side.household().server().pid());
        long before = clock.compilerNanos();
        long begin = System.nanoTime();
        SendingSide.Window unused = awake(side, it -> it.closed(WARM_SENDERS));
        return (double) (clock.compilerNanos() - before) / (System.nanoTime() - begin);
    }

    /** Adds a row for each, from windows in turns; the ratios are those of two windows that follow each other. */
    void compare(String scenario, String load, int pairs, Function<SendingSide, SendingSide.Window> measuring) {
        List<SendingSide.Window> alone = new ArrayList<>();
        List<SendingSide.Window> joined = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> prices = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            SendingSide.Window first = awake(without, measuring);
            SendingSide.Window second = awake(with, measuring);
            alone.add(first);
            joined.add(second);
            ratios.add(second.perSecond() / first.perSecond());
            prices.add(second.micros() / first.micros());
        }
        Row plain = without.row(scenario, load, alone);
        Row bridged = with.row(scenario, load, joined)
                .put("x acked", Figures.median(ratios))
                .put("x range", Figures.range(ratios))
                .put("x us", Figures.median(prices))
                .put("x us range", Figures.range(prices));
        lab.report().add(plain);
        lab.report().add(bridged);
        without.forget();
        with.forget();
    }

    private SendingSide.Window awake(SendingSide side, Function<SendingSide, SendingSide.Window> measuring) {
        side.household().server().thaw();
        try {
            side.household().accounts().renew();
            return measuring.apply(side);
        } finally {
            side.household().server().freeze();
        }
    }

    @Override
    public void close() {
        without.household().server().thaw();
        with.household().server().thaw();
        watch.close();
        tinode.close();
    }
}
