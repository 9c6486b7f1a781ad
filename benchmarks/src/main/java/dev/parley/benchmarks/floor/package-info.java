/**
 * The floor under every fan-out figure: the least that a JVM can do to tell many sockets something.
 *
 * <p>It keeps nothing, checks nobody, encodes a message once and writes it once for each connection, on one thread. No
 * product can be below it by much on the same machine, so a ratio to the floor of the same minutes says more than any
 * absolute figure.
 */
@NullMarked
package dev.parley.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
