/**
 * What is measured, one class for each kind of load.
 *
 * <p>A scenario is straight-line code on the generator's one thread: it opens its connections, warms up, measures its
 * windows between two quiet moments, checks that nothing was lost, repeated or reordered, and adds rows to the report.
 * Windows begin and end with nothing under way, so that all CPU used in one belongs to its messages.
 */
@NullMarked
package dev.parley.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
