/**
 * The whole server, seen from outside: real HTTP, real sockets, real stores, and what happens when they fail.
 *
 * <p>Nothing here looks inside. A server runs in this process ({@code RunningServer}) where it is talked to, or in one
 * of its own ({@code ServerProcess}) where it is killed or asked to refuse; tests of behaviour run on every store.
 * Whatever the two clients, {@code Api} and {@code TestSocket}, see goes past a {@code Witness}.
 */
@NullMarked
package dev.parley.bootstrap.e2e;

import org.jspecify.annotations.NullMarked;
