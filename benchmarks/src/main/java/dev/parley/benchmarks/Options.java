package dev.parley.benchmarks;

import dev.parley.benchmarks.process.ChildProcess;
import dev.parley.benchmarks.process.ParleyServer;
import dev.parley.benchmarks.scenario.Extent;
import dev.parley.benchmarks.soak.SoakTinode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command line. */
final class Options {
    static final String HELP = """
            java -jar benchmarks/target/benchmarks.jar [--quick] [options] [scenario ...]
              --quick          one to two minutes in all instead of about a quarter of an hour
              --jar FILE       the server (bootstrap/target/bootstrap.jar)
              --java FILE      the java that runs the server (the one that runs this)
              --jvm OPTION     an option for the server's JVM; may be repeated
              --store STORE    sqlite, or mongo:<uri> (sqlite)
              --env NAME=VALUE a setting for the server; may be repeated
              --users N        users to sign up; the sockets are shared out among them (16, quick: 4)
              --gorilla        compare with gorilla/websocket too; needs go on the path and the source tree
              --senders N,N    counts of senders in sends-* (1,16,256)
              --tinode-competes  Tinode and its database get as much of the processors as others in all of sends-tinode
              --minutes N      length of soak-tinode (10)
              --nodes N        servers in soak-tinode (1; 2 with --store mongo:<uri>)
              --seed N         of soak-tinode (drawn, and printed)
              --json FILE      where the JSON lines go (the standard output, after the tables)
            Scenarios, all but soak-tinode if none is named:
            """;

    private boolean quick;
    private boolean help;
    private Path jar = Path.of("bootstrap", "target", "bootstrap.jar");
    private String java = ChildProcess.java();
    private final List<String> jvm = new ArrayList<>();
    private String store = "sqlite";
    private final Map<String, String> environment = new HashMap<>();
    private int users;
    private List<Integer> senders = List.of();
    private boolean tinodeCompetes;
    private double minutes = 10;
    private int nodes;
    private long seed = new Random().nextLong(1, 1_000_000);
    private @Nullable Path gorilla;
    private @Nullable Path json;
    private final Set<String> scenarios = new HashSet<>();

    private Options() {}

    /** Reads the arguments; what is not understood is an {@link IllegalArgumentException} that says so. */
    static Options of(String... args) {
        Options options = new Options();
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        while (!rest.isEmpty()) {
            options.take(rest.remove(), rest);
        }
        if (options.nodes > 1 && !options.store.startsWith("mongo:")) {
            throw new IllegalArgumentException("--nodes needs a store that servers can share: --store mongo:<uri>");
        }
        return options;
    }

    private void take(String name, Deque<String> rest) {
        switch (name) {
            case "--quick" -> quick = true;
            case "--gorilla" -> gorilla = Path.of("benchmarks", "src", "anchors", "gorilla");
            case "--help" -> help = true;
            case "--jar" -> jar = Path.of(value(name, rest));
            case "--java" -> java = value(name, rest);
            case "--jvm" -> jvm.add(value(name, rest));
            case "--store" -> store = value(name, rest);
            case "--env" -> {
                String[] pair = value(name, rest).split("=", 2);
                environment.put(pair[0], pair.length > 1 ? pair[1] : "");
            }
            case "--users" -> users = Integer.parseInt(value(name, rest));
            case "--senders" ->
                senders = Stream.of(value(name, rest).split(",", -1))
                        .map(Integer::valueOf)
                        .toList();
            case "--tinode-competes" -> tinodeCompetes = true;
            case "--minutes" -> minutes = Double.parseDouble(value(name, rest));
            case "--nodes" -> nodes = Integer.parseInt(value(name, rest));
            case "--seed" -> seed = Long.parseLong(value(name, rest));
            case "--json" -> json = Path.of(value(name, rest));
            default -> {
                if (name.startsWith("-")) {
                    throw new IllegalArgumentException("unknown option " + name);
                }
                scenarios.add(name);
            }
        }
    }

    private static String value(String name, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return rest.remove();
    }

    Extent extent() {
        Extent extent = quick ? Extent.QUICK : Extent.FULL;
        return senders.isEmpty() ? extent : extent.withSenders(senders);
    }

    boolean wantsHelp() {
        return help;
    }

    ParleyServer.Launch launch() {
        return new ParleyServer.Launch(java, jar, jvm, store, environment);
    }

    boolean tinodeCompetes() {
        return tinodeCompetes;
    }

    SoakTinode.Plan soak() {
        int usual = store.startsWith("mongo:") ? 2 : 1;
        return new SoakTinode.Plan(Math.round(minutes * 60e9), nodes > 0 ? nodes : usual, seed);
    }

    int users() {
        return users > 0 ? users : quick ? 4 : 16;
    }

    @Nullable
    Path gorilla() {
        return gorilla;
    }

    @Nullable
    Path json() {
        return json;
    }

    Set<String> scenarios() {
        return scenarios;
    }

    Map<String, Object> description() {
        return Map.of("mode", quick ? "quick" : "full", "store", store.replaceAll("//.*@", "//"), "jvm", jvm);
    }
}
