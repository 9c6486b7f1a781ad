package dev.parley.benchmarks.chat;

/** Makes the ids by which a repeated send would be known; unique over all runs on one store. */
final class ClientIds {
    private final String prefix = "b" + Long.toString(System.nanoTime(), 36) + "-";
    private long made;

    String next() {
        return prefix + made++;
    }
}
