/**
 * The socket of {@code /api/v1}: JSON objects in WebSocket text frames (RFC 6455), on Jetty's core API, which costs an
 * idle connection a third of what the layers above it do.
 *
 * <p>Threads: Jetty reads one frame of a socket at a time, and the next one only when it is asked to: a client that
 * sends faster than its messages become durable is simply read more slowly. What is written comes from the realtime
 * core, on any thread, one write at a time.
 */
@NullMarked
package dev.parley.http.socket;

import org.jspecify.annotations.NullMarked;
