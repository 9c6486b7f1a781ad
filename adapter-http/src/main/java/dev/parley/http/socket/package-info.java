/**
 * Sockets: JSON objects in WebSocket text frames (RFC 6455), on Jetty's core API, which costs an idle connection a third of
 * what the layers above it do.
 *
 * <p>Each protocol has a {@link dev.parley.http.socket.Door}, behind which it makes a {@link
 * dev.parley.http.socket.Dialogue} of each socket. How one proves who one is, what a refusal looks like, how much is taken
 * at once and how it is closed is the same in all of them. The protocol of {@code /api/v1} is here, those of the published
 * contracts are beside this package.
 *
 * <p>Threads: Jetty reads one frame of a socket at a time, and the next one only when it is asked to: a client that
 * sends faster than its messages become durable is simply read more slowly. What is written comes from the realtime
 * core, on any thread, one write at a time.
 */
@NullMarked
package dev.parley.http.socket;

import org.jspecify.annotations.NullMarked;
