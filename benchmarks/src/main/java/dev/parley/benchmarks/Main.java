package dev.parley.benchmarks;

import dev.parley.benchmarks.process.Machine;
import dev.parley.benchmarks.report.Report;
import dev.parley.benchmarks.scenario.ConnectStorm;
import dev.parley.benchmarks.scenario.FanOut;
import dev.parley.benchmarks.scenario.FileStorm;
import dev.parley.benchmarks.scenario.IdleSockets;
import dev.parley.benchmarks.scenario.Lab;
import dev.parley.benchmarks.scenario.ManyRooms;
import dev.parley.benchmarks.scenario.Scenario;
import dev.parley.benchmarks.scenario.Sends;
import dev.parley.benchmarks.scenario.SendsTinode;
import dev.parley.benchmarks.scenario.StartUp;
import dev.parley.benchmarks.scenario.StuckReaders;
import dev.parley.benchmarks.soak.SoakTinode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the scenarios; the exit status is 1 if a promise was broken, 2 if the generator spoiled a row. */
public final class Main {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Main() {}

    public static void main(String... args) throws IOException {
        try {
            System.exit(run(Options.of(args)));
        } catch (IllegalArgumentException e) {
            OUT.println(e.getMessage() + "; --help shows what there is");
            System.exit(64);
        }
    }

    private static List<Scenario> scenarios(Options options) {
        return List.of(
                new StartUp(),
                new IdleSockets(),
                new ConnectStorm(),
                new FanOut("fan-out-100", 100, 30),
                new FanOut("fan-out-1000", 1000, 30),
                new FanOut("hot-room", 100, 400),
                Sends.byRest(),
                Sends.bySocket(),
                new SendsTinode(options.tinodeCompetes()),
                new StuckReaders(),
                new ManyRooms(),
                new FileStorm(),
                new SoakTinode(options.soak()));
    }

    private static int run(Options options) throws IOException {
        if (options.wantsHelp()) {
            OUT.print(Options.HELP);
            scenarios(options).forEach(one -> OUT.printf("  %-14s %s%n", one.name(), one.title()));
            return 0;
        }
        List<Scenario> chosen = chosen(scenarios(options), options.scenarios());
        List<String> json = new ArrayList<>();
        Report report = new Report(OUT, json::add);
        Map<String, Object> context = new LinkedHashMap<>(Machine.description());
        context.putAll(options.description());
        report.context(context);
        try (Lab lab = new Lab(options.launch(), options.users(), options.extent(), options.gorilla(), report)) {
            for (Scenario scenario : chosen) {
                long begin = System.nanoTime();
                lab.run(scenario);
                report.printNew("%s: %s (%.0f s)"
                        .formatted(scenario.name(), scenario.title(), (System.nanoTime() - begin) / 1e9));
            }
        } finally {
            write(json, options);
        }
        return report.hasFailures() ? 1 : report.hasWorthless() ? 2 : 0;
    }

    private static List<Scenario> chosen(List<Scenario> all, Set<String> names) {
        Set<String> known = all.stream().map(Scenario::name).collect(Collectors.toSet());
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown scenario " + name);
            }
        }
        return all.stream()
                .filter(one -> names.isEmpty() ? one.isUsual() : names.contains(one.name()))
                .toList();
    }

    private static void write(List<String> lines, Options options) {
        Path file = options.json();
        if (file == null) {
            OUT.println();
            lines.forEach(OUT::println);
            return;
        }
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
