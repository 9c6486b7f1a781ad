/**
 * People on both sides of a bridge who write for minutes while everything between them fails, and whether both have the
 * same in the end.
 */
@NullMarked
package dev.parley.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
