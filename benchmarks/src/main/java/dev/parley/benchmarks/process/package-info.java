/**
 * The processes that are measured: how they are started and ended, and what they use according to {@code /proc}.
 *
 * <p>Everything runs on this machine and listens on 127.0.0.1. Only processes started here are ever ended.
 */
@NullMarked
package dev.parley.benchmarks.process;

import org.jspecify.annotations.NullMarked;
