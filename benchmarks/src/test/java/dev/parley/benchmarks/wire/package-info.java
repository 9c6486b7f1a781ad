@NullMarked
package dev.parley.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
