package dev.parley.benchmarks.chat;

/**
 * The server's word that a message is durable.
 *
 * @param stamp when it was sent, or due, by {@link System#nanoTime}
 */
public record Ack(long room, long seq, long stamp) {}
