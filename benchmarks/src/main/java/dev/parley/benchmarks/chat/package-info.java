/**
 * What the generator says and hears: accounts and rooms over {@code /api/v1}, its socket, and the check of every
 * delivery.
 *
 * <p>A message's content carries the time it was due ({@code @<nanoTime> …}), so its latency can be read from any copy
 * of it, and counts the sender's own delay. Every connection keeps the {@code rev} and {@code seq} it saw last in each
 * room: the next message must carry the next of both, on every connection, or the row has failed.
 */
@NullMarked
package dev.parley.benchmarks.chat;

import org.jspecify.annotations.NullMarked;
