package dev.parley.benchmarks.soak;

import dev.parley.benchmarks.report.Row;
import dev.parley.benchmarks.scenario.Lab;
import dev.parley.benchmarks.scenario.Scenario;
import dev.parley.benchmarks.scenario.Tinodes;
import dev.parley.testkit.tinode.TinodeServer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * People write at Parley and at a Tinode that it is joined with, while both and the network between them fail. Then all
 * comes to rest, and the log is compared with the topic.
 */
public final class SoakTinode implements Scenario {
    private static final int WRITERS = 4;
    private static final int NATIVES = 2;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final int SHOWN_DIFFERENCES = 8;

    private final Plan plan;

    /**
     * What it is to be like.
     *
     * @param nanos how long people write
     * @param nodes servers on one store
     * @param seed of all that is drawn
     */
    public record Plan(long nanos, int nodes, long seed) {}

    public SoakTinode(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "soak-tinode";
    }

    @Override
    public String title() {
        return "people at Parley and at Tinode while both and the network fail";
    }

    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public void run(Lab lab) {
        Tinodes.start(lab, name()).ifPresent(tinode -> {
            try (tinode;
                    Mishaps mishaps = new Mishaps(tinode, lab.launch(), plan.nodes(), new Random(plan.seed()))) {
                lab.report().add(soaked(tinode, mishaps));
            } catch (TestAbortedException e) {
                lab.report().add(new Row(name()).note("not available here: " + e.getMessage()));
            }
        });
    }

    private Row soaked(TinodeServer tinode, Mishaps mishaps) {
        try (People people = new People(tinode.port(), mishaps, WRITERS, NATIVES, new Random(plan.seed() + 1))) {
            long end = System.nanoTime() + plan.nanos();
            people.start();
            while (System.nanoTime() < end && !people.isBroken()) {
                mishaps.happen(end);
            }
            mishaps.mend();
            people.finish();
            long rest = System.nanoTime();
            Comparison found = people.compare();
            while (!found.isSame() && System.nanoTime() - rest < PATIENCE_NANOS && !people.isBroken()) {
                Mishaps.pause(1_000);
                found = people.compare();
            }
            return row(found, people, mishaps, (System.nanoTime() - rest) / 1e9);
        }
    }

    private Row row(Comparison found, People people, Mishaps mishaps, double rest) {
        Row row = new Row(name())
                .put("seconds", plan.nanos() / 1e9)
                .put("nodes", plan.nodes())
                .put("seed", plan.seed())
                .put("mishaps", mishaps.toString())
                .put("in", found.in())
                .put("out", found.out())
                .put("lost", found.lost())
                .put("doubled", found.doubled())
                .put("out of order", found.disordered())
                .put("s to rest", rest)
                .put("errors logged", mishaps.errors())
                .failed(people.failures());
        if (!found.isSame()) {
            row.failed(found.differences().stream().limit(SHOWN_DIFFERENCES).toList());
        }
        if (mishaps.errors() > 0) {
            row.failed(List.of("the server logged: " + mishaps.firstError()));
        }
        return row;
    }
}
