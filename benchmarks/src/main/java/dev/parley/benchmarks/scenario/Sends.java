package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.process.Meter;
import dev.parley.benchmarks.report.Row;
import java.util.List;
import java.util.Optional;

/** How many messages a second the server acknowledges, that is: has made durable. */
public final class Sends implements Scenario {
    private static final int WARMERS = 16;
    private static final int MANY_ROOMS = 100;
    private static final double MOST_LOOP_BUSY = 0.9;

    private final String name;
    private final List<Integer> windows;

    private Sends(String name, List<Integer> windows) {
        this.name = name;
        this.windows = windows;
    }

    /** Posted, one after the other on each connection. */
    public static Sends byRest() {
        return new Sends("sends-rest", List.of(0));
    }

    /** Sent as frames, one and sixteen under way on each socket. */
    public static Sends bySocket() {
        return new Sends("sends-socket", List.of(1, 16));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "acknowledged sends " + (isRest() ? "by REST" : "by socket; every sender hears its rooms too");
    }

    private boolean isRest() {
        return windows.contains(0);
    }

    @Override
    public void run(Lab lab) {
        Lab.Household parley = lab.parley();
        warm(lab, Place.general(parley.accounts().count()));
        measure(lab, 1, Place.general(parley.accounts().count()));
        Optional<List<Place>> rooms = Place.rooms(parley, MANY_ROOMS);
        if (rooms.isPresent()) {
            measure(lab, MANY_ROOMS, rooms.get());
        } else {
            lab.report().add(new Row(name).put("rooms", MANY_ROOMS).note("not available yet"));
        }
    }

    /** The first seconds of a JVM are not what is measured. */
    private void warm(Lab lab, List<Place> places) {
        Senders all = isRest()
                ? new SendersByRest(lab, lab.parley(), WARMERS, places)
                : new SendersBySocket(lab, WARMERS, 1, places);
        all.start();
        lab.loop().runFor(lab.extent().warmNanos());
        all.stop(lab.loop());
        all.awaitDeliveries();
        all.leave();
    }

    private void measure(Lab lab, int rooms, List<Place> places) {
        for (int window : windows) {
            for (int senders : lab.extent().senders()) {
                Row row = new Row(name).put("rooms", rooms).put("senders", senders);
                Senders all;
                if (isRest()) {
                    all = new SendersByRest(lab, lab.parley(), senders, places);
                } else {
                    row.put("window", window);
                    all = new SendersBySocket(lab, senders, window, places);
                }
                lab.report().add(measured(lab, all, row));
            }
        }
    }

    private static Row measured(Lab lab, Senders senders, Row row) {
        Meter meter = new Meter(lab.parley().server().pid());
        senders.start();
        lab.loop().runFor(lab.extent().sendWarmNanos());
        senders.latency().reset();
        long acknowledged = senders.tally().answered();
        long delivered = senders.tally().delivered();
        meter.start();
        lab.loop().runFor(lab.extent().sendNanos());
        Meter.Span span = meter.stop();
        acknowledged = senders.tally().answered() - acknowledged;
        delivered = senders.tally().delivered() - delivered;
        row.put("acked/s", acknowledged * 1e9 / span.wall())
                .put("server us/ack", span.server() / 1e3 / Math.max(1, acknowledged))
                .put("p50 ms", Figures.millis(senders.latency(), 50))
                .put("p99 ms", Figures.millis(senders.latency(), 99))
                .put("delivered/s", delivered * 1e9 / span.wall())
                .put("server cores", (double) span.server() / span.wall())
                .put("generator cores", (double) span.generator() / span.wall());
        senders.stop(lab.loop());
        long last = System.nanoTime();
        senders.awaitDeliveries();
        if (senders.tally().delivered() > 0) {
            row.put("s to last delivery", (System.nanoTime() - last) / 1e9);
        }
        senders.leave();
        if (senders.refused() > 0) {
            row.note("%d sends were put off as too many".formatted(senders.refused()));
        }
        if (span.loopBusy() > MOST_LOOP_BUSY) {
            row.generatorBound("its thread was busy %.0f %%".formatted(100 * span.loopBusy()));
        }
        Noise.noteIn(row, span);
        return row.failed(senders.tally().faults());
    }
}
