/**
 * The realtime core: from a draft to every listener, without knowing any protocol.
 *
 * <p>A write goes to the room's {@code RoomWriter}, which appends all that waits as one batch; what was committed goes
 * to the room's {@code RoomFeed}, which lets changes through in the order of their revs and reads what it misses from
 * the log; the feed hands each change, encoded once per format, to the {@link
 * dev.parley.application.realtime.Connection} of every listener, whose {@code Outbox} holds a bounded number of frames
 * and closes the connection rather than leave one out. A connection is subscribed before its {@code Catchup} reads what
 * was missed, so that nothing falls between the two. Protocols that know no changes are told of new messages alone, by
 * seq, by the feed's {@code Novelties}.
 *
 * <p>Who is in which room may change at any time, also on another node: {@code Seating} keeps connections where their users
 * are, and {@code RollCall} tells it once a second what it may have missed.
 *
 * <p>Threads: a writer writes one batch at a time and a feed is a {@code Mailbox}, both on the shared workers; a room in
 * which nothing happens holds neither a thread nor a queue. Outboxes are guarded by their own lock, under which nothing
 * blocks. Everything that waits is bounded in number, bytes or time.
 */
@NullMarked
package dev.parley.application.realtime;

import org.jspecify.annotations.NullMarked;
