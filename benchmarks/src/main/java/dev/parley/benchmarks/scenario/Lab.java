package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.Accounts;
import dev.parley.benchmarks.chat.Api;
import dev.parley.benchmarks.chat.Crowd;
import dev.parley.benchmarks.chat.Target;
import dev.parley.benchmarks.process.Anchor;
import dev.parley.benchmarks.process.ParleyServer;
import dev.parley.benchmarks.report.Report;
import dev.parley.benchmarks.report.Row;
import dev.parley.benchmarks.wire.Loop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What scenarios share: the loop, the servers (started when first needed), the users. */
public final class Lab implements AutoCloseable {
    /** The room that always exists, with everybody in it. */
    static final long GENERAL = 1;

    private final Loop loop = new Loop();
    private final ParleyServer.Launch launch;
    private final int users;
    private final Extent extent;
    private final Report report;
    private @Nullable Household household;
    private final @Nullable Path gorilla;
    private final Map<String, Anchor> anchors = new LinkedHashMap<>();

    /**
     * @param gorilla the source of the gorilla anchor, if it is to take part
     */
    public Lab(ParleyServer.Launch launch, int users, Extent extent, @Nullable Path gorilla, Report report) {
        this.gorilla = gorilla;
        this.launch = launch;
        this.users = users;
        this.extent = extent;
        this.report = report;
    }

    /** Runs one scenario; if it cannot be finished, that is its row, with what the server said last. */
    public void run(Scenario scenario) {
        try {
            scenario.run(this);
        } catch (RuntimeException e) {
            Row row = new Row(scenario.name()).failed(List.of("broken off: " + e));
            Household broken = household;
            if (broken != null) {
                row.put("server lives", broken.server().isAlive())
                        .put("server said", broken.server().lastWords().replaceAll("\\s+", " "));
                broken.close();
                household = null;
            }
            report.add(row);
        }
    }

    Loop loop() {
        return loop;
    }

    Extent extent() {
        return extent;
    }

    public Report report() {
        return report;
    }

    public ParleyServer.Launch launch() {
        return launch;
    }

    /** The server that most scenarios share, with users whose tokens are fresh. */
    Household parley() {
        Household present = household;
        if (present == null) {
            present = freshParley();
            household = present;
        }
        present.accounts().renew();
        return present;
    }

    /** A server for this caller alone, who closes it. */
    Household freshParley() {
        return freshParley(launch);
    }

    /** The same, started in another way. */
    Household freshParley(ParleyServer.Launch launch) {
        ParleyServer server = ParleyServer.start(launch);
        Api api = new Api(loop, server.address());
        return new Household(server, api, Accounts.signUp(api, users));
    }

    /** The servers to compare with, the floor first; started when first needed. */
    List<Target> anchors() {
        anchors.computeIfAbsent("floor", name -> Anchor.floor());
        if (gorilla != null) {
            Path source = gorilla;
            anchors.computeIfAbsent("gorilla", name -> Anchor.go(source));
        }
        List<Target> targets = new ArrayList<>();
        anchors.forEach((name, anchor) -> targets.add(new Target(name, anchor.address(), anchor.pid(), n -> "none")));
        return targets;
    }

    /** A crowd that is not there yet. */
    Crowd crowd(Target target) {
        return new Crowd(loop, target);
    }

    /** A server with users in it. */
    record Household(ParleyServer server, Api api, Accounts accounts) implements AutoCloseable {
        Target target() {
            return new Target("parley", server.address(), server.pid(), accounts::token);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** Ends the servers that were started. */
    @Override
    public void close() {
        if (household != null) {
            household.close();
        }
        anchors.values().forEach(Anchor::close);
        loop.close();
    }
}
