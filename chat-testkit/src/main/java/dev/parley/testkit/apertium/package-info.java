/** A real Apertium for tests. */
@NullMarked
package dev.parley.testkit.apertium;

import org.jspecify.annotations.NullMarked;
