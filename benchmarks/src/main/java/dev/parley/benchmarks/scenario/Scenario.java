package dev.parley.benchmarks.scenario;

/** One kind of load, by its name on the command line. */
public interface Scenario {
    String name();

    /** What it measures, in a few words. */
    String title();

    /** Whether it runs when none is named. */
    default boolean isUsual() {
        return true;
    }

    /** Measures, and adds rows to the lab's report. */
    void run(Lab lab);
}
