package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.Crowd;
import dev.parley.benchmarks.process.Machine;
import dev.parley.benchmarks.process.Meter;
import dev.parley.benchmarks.report.Row;

/** Everybody comes back at once, as after a restart: the time until the last one is welcomed. */
public final class ConnectStorm implements Scenario {
    private static final int BETWEEN_LOOKS = 50;
    private static final int ROUNDS = 2;

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
            for (int round = 1; round <= ROUNDS; round++) {
                lab.report().add(storm(lab, count, round));
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
