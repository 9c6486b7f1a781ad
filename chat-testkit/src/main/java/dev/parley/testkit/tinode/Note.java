package dev.parley.testkit.tinode;

/**
 * What a member of a topic does there without writing.
 *
 * @param what {@code kp} for typing, {@code read}, {@code recv}
 * @param from the id of who does it
 * @param seq up to which message, 0 for typing
 */
public record Note(String what, String from, long seq) {}
