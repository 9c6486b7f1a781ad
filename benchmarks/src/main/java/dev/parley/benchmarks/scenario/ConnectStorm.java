package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.Crowd;
import dev.parley.benchmarks.process.CpuClock;
import dev.parley.benchmarks.process.Machine;
import dev.parley.benchmarks.process.Meter;
import dev.parley.benchmarks.report.Row;

/**
 * Everybody comes back at once, as after a restart: the time until the last one is welcomed.
 *
 * <p>Again and again, until a round makes the JVM's compilers work no more: the first round is what a server pays that
 * has just started, the last what one pays that has run for a while. Rounds 1, 2, 4, 8 and so on are told, and the last.
 */
public final class ConnectStorm implements Scenario {
    private static final int BETWEEN_LOOKS = 50;

    /** A JVM that compiles on less than this part of a core is warm. */
    private static final double CALM = 0.02;

    @Override
    public String name() {
        return "storm";
    }

    @Override
    public String title() {
        return "authenticated sockets that connect at once";
    }

    @Override
    public void run(Lab lab) {
        for (int count : lab.extent().storms()) {
            double compiling = 1;
            int rounds = lab.extent().stormRounds();
            for (int round = 1; round <= rounds && compiling > CALM; round++) {
                CpuClock clock = new CpuClock(lab.parley().target().pid());
                long begin = System.nanoTime();
                long before = clock.compilerNanos();
                Row row = storm(lab, count, round);
                compiling = (double) (clock.compilerNanos() - before) / (System.nanoTime() - begin);
                boolean told = Integer.bitCount(round) == 1 || round == rounds || compiling <= CALM;
                if (told || row.isFailed()) {
                    lab.report().add(row.put("compiling", compiling));
                }
            }
        }
    }

    private Row storm(Lab lab, int count, int round) {
        Lab.Household parley = lab.parley();
        Crowd crowd = lab.crowd(parley.target());
        long again = Machine.retransmitted();
        Meter meter = new Meter(parley.server().pid());
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            crowd.join(0);
            if (i % BETWEEN_LOOKS == 0) {
                lab.loop().turn(0);
            }
        }
        lab.loop().runUntil(() -> crowd.upgradedCount() == count, 30_000_000_000L);
        double upgraded = (System.nanoTime() - begin) / 1e9;
        crowd.awaitWelcome();
        double welcomed = (System.nanoTime() - begin) / 1e9;
        Meter.Span span = meter.stop();
        Row row = new Row(name())
                .put("sockets", count)
                .put("round", round)
                .put("last 101 s", upgraded)
                .put("last hello s", welcomed)
                .put("server CPU us/connect", span.server() / 1e3 / count)
                .put("generator CPU us/connect", span.generator() / 1e3 / count)
                .put("TCP retransmits", Machine.retransmitted() - again)
                .failed(crowd.tally().faults());
        Noise.noteIn(row, span);
        crowd.leave();
        return row;
    }
}
