package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.process.Machine;
import dev.parley.benchmarks.process.ParleyServer;
import dev.parley.benchmarks.process.ProcessMemory;
import dev.parley.benchmarks.report.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** From the start of the process to the first 200 of {@code /health}, on an empty store, and what it weighs then. */
public final class StartUp implements Scenario {
    private static final double MIB = 1024.0;

    @Override
    public String name() {
        return "start-up";
    }

    @Override
    public String title() {
        return "start-up on an empty store, and weight";
    }

    @Override
    public void run(Lab lab) {
        List<Double> seconds = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        List<Double> collected = new ArrayList<>();
        List<Double> live = new ArrayList<>();
        long busy = Machine.busyNanos();
        long begin = System.nanoTime();
        for (int i = 0; i < lab.extent().starts(); i++) {
            try (ParleyServer server = ParleyServer.start(lab.launch())) {
                seconds.add(server.startNanos() / 1e9);
                ProcessMemory memory = server.memory();
                resident.add(memory.residentKib() / MIB);
                memory.collectGarbage();
                memory.liveHeapKib().ifPresent(kib -> live.add(kib / MIB));
                collected.add(memory.residentKib() / MIB);
            }
        }
        Row row = new Row(name())
                .put("first 200 s", Figures.median(seconds))
                .put("range", Figures.range(seconds))
                .put("jar MiB", jarMib(lab))
                .put("RSS MiB", Figures.median(resident))
                .put("RSS MiB after GC", Figures.median(collected));
        if (!live.isEmpty()) {
            row.put("live heap MiB", Figures.median(live));
        }
        row.put("machine busy cores", (double) (Machine.busyNanos() - busy) / (System.nanoTime() - begin));
        lab.report().add(row);
    }

    private static double jarMib(Lab lab) {
        try {
            return Files.size(lab.launch().jar()) / MIB / MIB;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
