package dev.parley.sql;

import java.time.Duration;

/**
 * How much may wait in the adapter, and how long.
 *
 * @param patience how long a caller waits for its answer
 * @param busy how long a connection waits for a lock that another process has
 * @param queue how many writes wait for the writer; more are refused
 * @param group how many writes share one commit
 * @param readers how many connections read at the same time
 */
record Limits(Duration patience, Duration busy, int queue, int group, int readers) {
    static final Limits USUAL = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(5), 4096, 256, 4);
}
