/** A network that fails when it is told to. */
@NullMarked
package dev.parley.testkit.net;

import org.jspecify.annotations.NullMarked;
