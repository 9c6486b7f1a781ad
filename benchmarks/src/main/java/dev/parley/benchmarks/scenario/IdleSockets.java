package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.Crowd;
import dev.parley.benchmarks.process.Meter;
import dev.parley.benchmarks.process.ProcessMemory;
import dev.parley.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;

/** What authenticated sockets that say nothing cost: memory for each, CPU for all. On a server of their own. */
public final class IdleSockets implements Scenario {
    private static final long CALM_NANOS = 1_000_000_000L;
    private static final double MIB = 1024.0;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String title() {
        return "idle authenticated sockets";
    }

    @Override
    public void run(Lab lab) {
        try (Lab.Household parley = lab.freshParley()) {
            Crowd crowd = lab.crowd(parley.target());
            ProcessMemory memory = parley.server().memory();
            List<double[]> resident = new ArrayList<>();
            List<double[]> live = new ArrayList<>();
            for (int count : lab.extent().idleSteps()) {
                crowd.join(count - crowd.sockets().size(), 250);
                lab.loop().runFor(CALM_NANOS);
                lab.report().add(step(crowd, memory, resident, live));
            }
            lab.report().add(slope(crowd, resident, live));
            lab.report().add(cpu(lab, parley, crowd));
            crowd.leave();
        }
    }

    private Row step(Crowd crowd, ProcessMemory memory, List<double[]> resident, List<double[]> live) {
        int count = crowd.sockets().size();
        boolean collected = memory.collectGarbage();
        memory.liveHeapKib().ifPresent(kib -> live.add(new double[] {count, kib}));
        double kib = memory.residentKib();
        resident.add(new double[] {count, kib});
        Row row = new Row(name()).put("sockets", count).put("RSS MiB", kib / MIB);
        if (!collected) {
            row.note("no jcmd: garbage not collected");
        }
        if (!live.isEmpty()) {
            row.put("live heap MiB", live.get(live.size() - 1)[1] / MIB);
        }
        return row.failed(crowd.tally().faults());
    }

    /** Between the first and the last step with sockets: what the first ones load and warm up is not theirs. */
    private Row slope(Crowd crowd, List<double[]> resident, List<double[]> live) {
        Row row = new Row(name())
                .put("sockets", "each")
                .put("RSS KiB/socket", Figures.slope(resident.subList(1, resident.size())));
        if (live.size() > 2) {
            row.put("live heap KiB/socket", Figures.slope(live.subList(1, live.size())));
        }
        return row.failed(crowd.tally().faults());
    }

    private Row cpu(Lab lab, Lab.Household parley, Crowd crowd) {
        Meter meter = new Meter(parley.server().pid());
        lab.loop().runFor(lab.extent().idleNanos());
        Meter.Span span = meter.stop();
        double seconds = span.wall() / 1e9;
        Row row = new Row(name())
                .put("sockets", crowd.sockets().size())
                .put("seconds watched", seconds)
                .put(
                        "server CPU us/s/socket",
                        span.server() / 1e3 / seconds / crowd.sockets().size());
        Noise.noteIn(row, span);
        return row.failed(crowd.tally().faults());
    }
}
