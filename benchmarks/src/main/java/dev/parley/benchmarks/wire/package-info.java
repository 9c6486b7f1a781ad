/**
 * The generator's own HTTP/1.1 and WebSocket client, on raw NIO and one thread.
 *
 * <p>A client library with a thread per connection costs two to three times what the measured server costs, and then
 * the generator is what the figures show. Here one thread turns a {@link dev.parley.benchmarks.wire.Loop} over all
 * {@link dev.parley.benchmarks.wire.Link}s, frames are read where they lie in the read buffer, and handshakes are fixed
 * bytes. Everything in this package is confined to the thread that turns the loop; nothing is locked.
 */
@NullMarked
package dev.parley.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
