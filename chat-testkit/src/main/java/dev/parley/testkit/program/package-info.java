/** Programs of the machine: where they stand, and how they are run. */
@NullMarked
package dev.parley.testkit.program;

import org.jspecify.annotations.NullMarked;
