/**
 * The use cases: final service classes named by capability, called by every driving adapter, calling driven ports only.
 * No protocol, no store, no framework is known here.
 */
@NullMarked
package dev.parley.application;

import org.jspecify.annotations.NullMarked;
