/**
 * Measures the built server jar from outside: speed, latency, memory, and that nothing is lost on the way.
 *
 * <p>{@code docs/benchmarks.md} says how to run it and what each row means.
 */
@NullMarked
package dev.parley.benchmarks;

import org.jspecify.annotations.NullMarked;
