/**
 * The bridge to another messenger: carries what happens in a room to its topic there, and back.
 *
 * <p>The log is the outbox. What is to be carried out is found by comparing the log with the posts that are known to show
 * its messages, from a durable mark on; what is to be carried in, by the numbers of the topic's posts, from another one.
 * So whatever is cut short is simply found again: no message is written twice in order to be sent, and none waits in
 * memory. A post carries the name of the message that it shows; when it comes back, as every post does, it tells that it
 * was taken, whatever became of the answer, and on other nodes it is the doorbell: the log has something new.
 *
 * <p>The {@link dev.parley.application.bridge.Fleet} holds the rooms in which something happens; what happens in the others
 * is told by a commit or by the messenger, or is found by the {@link dev.parley.application.bridge.Sweep}, the {@link
 * dev.parley.application.bridge.Moves} and the {@link dev.parley.application.bridge.Scout}. A room that rests holds neither a
 * thread nor a queue. Who is in a room and who is in its topic is compared by the {@link
 * dev.parley.application.bridge.Crew}, before anything is said there.
 *
 * <p>Each room has turns of its own, one at a time, on threads that no writer and no reader of the log waits for; there
 * the calls to the messenger and to the store block. In a turn what came in goes first, for it may tell that something
 * went out.
 */
@NullMarked
package dev.parley.application.bridge;

import org.jspecify.annotations.NullMarked;
