/** A real PostgreSQL, which is started, stopped and killed by tests. */
@NullMarked
package dev.parley.testkit.postgres;

import org.jspecify.annotations.NullMarked;
