/**
 * The words of Parley and the rules that hold whatever stores, carries or shows them. Pure Java.
 *
 * <p>A <em>user</em> owns an <em>account</em> and opens <em>sessions</em> by signing in. A <em>room</em> has a
 * <em>log</em>: every message takes the next {@code seq} of its room and every durable change of a message (created,
 * edited, deleted) the next {@code rev}, both without holes. A <em>cursor</em> is the last {@code rev} that a reader
 * has seen; what it missed is everything above, in order. A <em>refusal</em> is a {@link
 * dev.parley.domain.ChatException}: the caller asked for something that the rules do not give. Interfaces here are the
 * driven ports: their javadoc is the promise that every adapter keeps, and {@code chat-testkit} holds them to it.
 */
@NullMarked
package dev.parley.domain;

import org.jspecify.annotations.NullMarked;
