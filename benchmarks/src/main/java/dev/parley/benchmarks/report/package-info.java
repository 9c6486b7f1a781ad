/** What was measured, as a table to read and as JSON lines to keep. */
@NullMarked
package dev.parley.benchmarks.report;

import org.jspecify.annotations.NullMarked;
