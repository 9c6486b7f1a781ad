/**
 * Messages and the log that keeps them: the one idea that carries everything else.
 *
 * <p>Each room has a log. {@link dev.parley.domain.message.Seq} numbers its messages 1, 2, 3, … without a hole; {@link
 * dev.parley.domain.message.Rev} numbers every durable change of any of them, also without a hole. A message keeps its
 * seq and carries the rev of its latest change. History is paged by seq; catching up is one question: which messages
 * have a rev above my cursor? Clocks order nothing.
 *
 * <p>What a {@link dev.parley.domain.message.Change} makes of a message, an edit, a deletion, one of its {@link
 * dev.parley.domain.message.Reactions} or {@link dev.parley.domain.message.Translations}, is said by the {@link dev.parley.domain.message.Message}; the log makes it so.
 */
@NullMarked
package dev.parley.domain.message;

import org.jspecify.annotations.NullMarked;
