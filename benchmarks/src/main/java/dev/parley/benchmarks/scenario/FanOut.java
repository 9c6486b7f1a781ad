package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** One sender to many sockets: the server's CPU for each delivery and how late it comes, against the floor's. */
public final class FanOut implements Scenario {
    private static final String TEXT = "The quick brown fox jumps over the lazy dog, and then it has a rest.";
    private static final double GENERATOR_MAY_COST = 1.3;
    private static final double MOST_SLIP_MILLIS = 5;
    private static final double MOST_LOOP_BUSY = 0.9;

    private final String name;
    private final int receivers;
    private final int perSecond;

    public FanOut(String name, int receivers, int perSecond) {
        this.name = name;
        this.receivers = receivers;
        this.perSecond = perSecond;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "one sender to %d sockets, %d messages a second".formatted(receivers, perSecond);
    }

    @Override
    public void run(Lab lab) {
        List<Contestant> all = new ArrayList<>();
        lab.anchors().forEach(anchor -> all.add(new Contestant(lab, anchor, receivers, TEXT)));
        all.add(new Contestant(lab, lab.parley().target(), receivers, TEXT));
        Contestant floor = all.get(0);
        all.forEach(one ->
                one.warm(perSecond, lab.extent().warmNanos(), lab.extent().calmNanos()));
        for (int i = 0; i < lab.extent().windows(); i++) {
            all.forEach(one -> one.measure(perSecond, lab.extent().windowNanos()));
        }
        all.forEach(one -> lab.report().add(row(one, floor)));
        all.forEach(one -> one.crowd().leave());
    }

    private Row row(Contestant one, Contestant floor) {
        List<Double> micros = column(one, Contestant.Window::serverMicros);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < micros.size(); i++) {
            ratios.add(micros.get(i)
                    / column(floor, Contestant.Window::serverMicros).get(i));
        }
        Histogram latency = one.crowd().tally().latency();
        Histogram floorLatency = floor.crowd().tally().latency();
        Row row = new Row(name)
                .put("server", one.target().name())
                .put("us/msg", Figures.median(micros))
                .put("range", Figures.range(micros))
                .put("x floor", Figures.median(ratios))
                .put("x range", Figures.range(ratios))
                .put("p50 ms", Figures.millis(latency, 50))
                .put("p99 ms", Figures.millis(latency, 99))
                .put("p99 x floor", Figures.millis(latency, 99) / Figures.millis(floorLatency, 99))
                .put("warmed s", one.warmSeconds())
                .put("generator us/msg", Figures.median(column(one, Contestant.Window::generatorMicros)))
                .put("deliveries", one.crowd().tally().delivered())
                .failed(one.crowd().tally().faults());
        return judged(row, one, floor);
    }

    private static Row judged(Row row, Contestant one, Contestant floor) {
        double slip = Figures.millis(one.slips(), 99);
        double busy = most(column(one, Contestant.Window::loopBusy));
        double cost = Figures.median(column(one, Contestant.Window::generatorMicros))
                / Figures.median(column(floor, Contestant.Window::generatorMicros));
        double others = Figures.median(column(one, Contestant.Window::othersCores));
        if (slip > MOST_SLIP_MILLIS) {
            row.generatorBound("p99 of sends slipped %.1f ms".formatted(slip));
        }
        if (busy > MOST_LOOP_BUSY) {
            row.generatorBound("its thread was busy %.0f %%".formatted(100 * busy));
        }
        if (cost > GENERATOR_MAY_COST) {
            row.generatorBound("a delivery cost it %.1f times what the floor's does".formatted(cost));
        }
        Noise.noteIn(row, others);
        return row;
    }

    private static List<Double> column(Contestant one, Function<Contestant.Window, Double> of) {
        return one.windows().stream().map(of).toList();
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}
