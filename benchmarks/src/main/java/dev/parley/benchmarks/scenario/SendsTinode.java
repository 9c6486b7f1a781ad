package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.process.ProcessGroup;
import java.util.List;

/**
 * What joining a Tinode costs those who send: two servers in turns, one with it and one without.
 *
 * <p>Of the two one at a time is awake, the other stands still. In life Tinode and its database have machines of their
 * own; here they get what the others leave of the processors ({@link ProcessGroup#giveWay}), but for the last rows, in which
 * they compete. A closed loop leaves them little, and then the log is written to faster than the topic can take it; so
 * there are rates too at which the topic keeps up, which show the whole price of each message.
 */
public final class SendsTinode implements Scenario {
    private static final List<Integer> RATES = List.of(200, 500);
    private static final int COMPETING_SENDERS = 16;
    /** How many more windows there are of a closed loop, whose figures differ more. */
    private static final int CLOSED_PAIRS = 2;

    private final boolean competes;

    /** @param competes whether Tinode and its database get as much of the processors as others in all rows */
    public SendsTinode(boolean competes) {
        this.competes = competes;
    }

    @Override
    public String name() {
        return "sends-tinode";
    }

    @Override
    public String title() {
        return "acknowledged sends into General, without and with Tinode in turns";
    }

    @Override
    public void run(Lab lab) {
        Tinodes.start(lab, name()).ifPresent(tinode -> {
            try (tinode;
                    Lab.Household without = lab.freshParley();
                    Lab.Household with = lab.freshParley(lab.launch().with(Tinodes.settings(tinode.url())));
                    Turns turns = new Turns(lab, without, with, tinode)) {
                compare(lab, turns);
            }
        });
    }

    private void compare(Lab lab, Turns turns) {
        boolean yields = !competes && turns.tinodeYields(true);
        turns.warm();
        int pairs = lab.extent().windows();
        for (int rate : RATES) {
            turns.compare(name(), rate + " a second", pairs, side -> side.paced(rate));
        }
        turns.warmMore(); // Only now: from here on the topic does not keep up.
        for (int senders : lab.extent().senders()) {
            turns.compare(name(), senders + " at once", pairs * CLOSED_PAIRS, side -> side.closed(senders));
        }
        if (yields && turns.tinodeYields(false)) {
            turns.compare(
                    name(),
                    COMPETING_SENDERS + " at once, Tinode competes",
                    pairs * CLOSED_PAIRS,
                    side -> side.closed(COMPETING_SENDERS));
        }
    }
}
