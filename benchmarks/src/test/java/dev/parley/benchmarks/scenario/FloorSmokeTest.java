package dev.parley.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.benchmarks.process.ChildProcess;
import dev.parley.benchmarks.process.ParleyServer;
import dev.parley.benchmarks.report.Report;
import dev.parley.benchmarks.report.Row;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The generator against the floor in a process of its own: everything sent arrives, everywhere, once, in order. */
final class FloorSmokeTest {
    private static final int SOCKETS = 100;
    private static final int PER_SECOND = 50;
    private static final long NANOS = 1_000_000_000L;

    @Test
    void nothing_is_lost_between_the_floor_and_a_hundred_sockets() {
        Report report = new Report(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), x -> {});
        ParleyServer.Launch none =
                new ParleyServer.Launch(ChildProcess.java(), Path.of("none.jar"), List.of(), "sqlite", Map.of());
        try (Lab lab = new Lab(none, 1, Extent.QUICK, null, report)) {
            Contestant floor = new Contestant(lab, lab.anchors().get(0), SOCKETS, "smoke");
            floor.measure(PER_SECOND, NANOS);
            assertThat(floor.crowd().tally().faults()).isEmpty();
            assertThat(floor.crowd().tally().delivered()).isEqualTo((SOCKETS + 1) * PER_SECOND);
            assertThat(floor.crowd().tally().latency().getTotalCount()).isEqualTo((SOCKETS + 1) * PER_SECOND);
            assertThat(floor.windows().get(0).serverMicros()).isPositive();
            floor.crowd().leave();
        }
    }

    @Test
    void the_report_shows_each_row_as_table_and_json_with_its_verdict() {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        List<String> lines = new ArrayList<>();
        Report report = new Report(new PrintStream(table, true, StandardCharsets.UTF_8), lines::add);
        report.add(new Row("one").put("figure", 1.5).failed(List.of("loss")));
        report.printNew("title");
        assertThat(table.toString(StandardCharsets.UTF_8)).contains("title", "1.50", "FAILED: loss");
        assertThat(lines).containsExactly("{\"scenario\":\"one\",\"figure\":1.5,\"verdict\":\"FAILED: loss\"}");
        assertThat(report.hasFailures()).isTrue();
    }
}
