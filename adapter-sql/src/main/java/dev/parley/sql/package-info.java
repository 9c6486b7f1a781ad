/**
 * Every store port on an SQL database; today that is SQLite, in one file.
 *
 * <p><b>The schema.</b> Times are milliseconds since 1970, truth values 0 and 1.
 *
 * <table>
 * <caption>Tables</caption>
 * <tr><td>{@code users}</td><td>accounts; {@code username_key} and {@code email_key} are lower case and unique;
 * AUTOINCREMENT, so that a number is never given again</td></tr>
 * <tr><td>{@code sessions}</td><td>open sessions; one that ends is deleted</td></tr>
 * <tr><td>{@code refresh_tokens}</td><td>the tokens of the open sessions; {@code exchanged_at} is null while a token is
 * live. One that was exchanged is kept for the grace: afterwards it is as good as an unknown one, both end the
 * session</td></tr>
 * <tr><td>{@code tickets}</td><td>what opens sockets; one that is redeemed is deleted</td></tr>
 * <tr><td>{@code rooms}</td><td>number 1 is General, made with the table</td></tr>
 * <tr><td>{@code read_marks}</td><td>how far a user has read a room</td></tr>
 * <tr><td>{@code room_heads}</td><td>the last seq, rev and time that were given in a room. Whoever writes to the room's
 * log locks this row first and raises it in the same transaction, so it never disagrees with the log, and numbers have
 * neither holes nor doubles. A room without messages has no row</td></tr>
 * <tr><td>{@code messages}</td><td>the logs, stored in the order of (room, seq), which is the order of a page; unique by
 * (room, key), which makes a repeat a repeat, and by (room, rev), which is the order of the changes.
 * {@code fingerprint} is that of the first content, and stays</td></tr>
 * <tr><td>{@code leases}</td><td>what nodes hold; on SQLite there is one node, and none</td></tr>
 * <tr><td>{@code foreign_accounts}</td><td>which account of another messenger is whose, unique on both sides</td></tr>
 * <tr><td>{@code bridged_rooms}</td><td>the topic of a room there, and how far each was carried over to the other</td></tr>
 * <tr><td>{@code posts}</td><td>which post of a topic shows which message, in which state; by number, and by message
 * through {@code posts_by_message}</td></tr>
 * <tr><td>{@code probe}</td><td>empty, but while a store that has failed is tried</td></tr>
 * </table>
 *
 * <p>There are no foreign keys from messages to users and rooms: nothing of these is ever deleted, and the log would pay
 * for them with each append.
 *
 * <p><b>Versions.</b> The schema is built by numbered steps, see {@link dev.parley.sql.SqliteSchema}. Starting on an older file runs
 * the steps that it lacks, in one transaction; starting on a newer one is refused.
 *
 * <p><b>Threads.</b> Callers block. {@link dev.parley.sql.SqliteWriter} is the only one that writes and commits for many callers at
 * once; {@link dev.parley.sql.SqliteReaders} lets a few read at the same time.
 */
@NullMarked
package dev.parley.sql;

import org.jspecify.annotations.NullMarked;
