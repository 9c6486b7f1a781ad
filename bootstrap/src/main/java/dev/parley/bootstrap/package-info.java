/**
 * The one place that knows every module: reads the settings, builds the server by plain constructor calls and closes
 * what it opened in reverse.
 *
 * <p>Clocks, randomness and threads are made here and given to the rest. Settings stand in one table, {@link
 * dev.parley.bootstrap.Settings}; what the operator reads ({@code --help}, {@code docs/settings.md}) and what the server
 * reads are made of it.
 */
@NullMarked
package dev.parley.bootstrap;

import org.jspecify.annotations.NullMarked;
