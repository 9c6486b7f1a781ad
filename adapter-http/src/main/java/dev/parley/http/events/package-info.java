/**
 * The events of {@code /api/v1} without a socket: the socket's server frames as server-sent events (WHATWG HTML, section
 * "Server-sent events"), on Jetty's core API in front of Javalin.
 *
 * <p>A stream is a {@link dev.parley.application.realtime.Wire} as a socket is: what may wait, who is too slow, when a
 * token ends, is the realtime core's business. What is a stream's own is the {@code id} of an event, from which a client
 * resumes all its rooms, here or on another node: it holds the rev that each room has reached. So it differs from stream
 * to stream while the bytes of an event are shared; {@link dev.parley.http.events.StreamFormat} puts in front of them
 * which room they move and how far, and {@link dev.parley.http.events.StreamText} turns that into an id.
 *
 * <p>Threads: a stream holds none. Whoever has something for it starts a write; whoever ends the write starts the next.
 */
@NullMarked
package dev.parley.http.events;

import org.jspecify.annotations.NullMarked;
