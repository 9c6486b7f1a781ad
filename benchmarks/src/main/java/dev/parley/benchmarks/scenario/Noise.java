package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.process.Meter;
import dev.parley.benchmarks.report.Row;

/** Says when others used the machine while it measured. */
final class Noise {
    private static final double CORES = 0.25;

    private Noise() {}

    static void noteIn(Row row, Meter.Span span) {
        noteIn(row, span.othersCores());
    }

    static void noteIn(Row row, double othersCores) {
        if (othersCores > CORES) {
            row.note("noisy: others used %.1f cores".formatted(othersCores));
        }
    }
}
