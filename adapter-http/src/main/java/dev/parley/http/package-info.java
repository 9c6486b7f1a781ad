/**
 * The driving adapter for HTTP and WebSocket: Javalin for requests, Jetty's core for sockets, on one port.
 *
 * <p>{@link dev.parley.http.HttpAdapter} is its only door. Each contract is a thin package over the same services.
 */
@NullMarked
package dev.parley.http;

import org.jspecify.annotations.NullMarked;
