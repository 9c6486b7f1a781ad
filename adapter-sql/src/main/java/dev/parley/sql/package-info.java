/**
 * Every store port on an SQL database: SQLite in one file, for one process, or PostgreSQL, which several nodes share.
 *
 * <p><b>One SQL.</b> The ports are written once, in what both databases understand. Where they differ, the {@link
 * dev.parley.sql.Dialect} has a word for each. What runs the statements is the {@link dev.parley.sql.Database}.
 *
 * <p><b>The schema.</b> Times are milliseconds since 1970, truth values 0 and 1. On PostgreSQL keys have the collation
 * "C": they are compared by their bytes, whatever the language of the server.
 *
 * <table>
 * <caption>Tables</caption>
 * <tr><td>{@code users}</td><td>accounts; {@code username_key} and {@code email_key} are lower case and unique,
 * {@code display_key} is the folded display name, which is searched; {@code email_verified} is 1 if the address was proved;
 * AUTOINCREMENT or an identity, so that a number is never given again</td></tr>
 * <tr><td>{@code sessions}</td><td>open sessions, with the name of the device if there is one; one that ends is deleted; by id, and
 * by user through {@code sessions_by_user}. {@code used_at} is written at times, not with each use</td></tr>
 * <tr><td>{@code refresh_tokens}</td><td>the tokens of the open sessions; {@code exchanged_at} is null while a token is
 * live. One that was exchanged is kept for the grace, and so is one that was not while another was: afterwards it is as good
 * as an unknown one, both end the session</td></tr>
 * <tr><td>{@code tickets}</td><td>what opens sockets; one that is redeemed is deleted</td></tr>
 * <tr><td>{@code codes}</td><td>the last one-time code of an address, in lower case; the {@code hash} says what it is for, {@code tries}
 * is 5 when no try is left or it was used</td></tr>
 * <tr><td>{@code rooms}</td><td>number 1 is General, made with the table; {@code name_key} is that of a public room's name
 * and unique, {@code pair} the two of a direct room, and unique; {@code version} rises with the settings. One that is
 * deleted is gone</td></tr>
 * <tr><td>{@code members}</td><td>who is in a room, in which role, and where its log ended then; nobody has a row in
 * General. Whoever changes it locks the row of the room first</td></tr>
 * <tr><td>{@code membership_versions}</td><td>a number for each user, raised by whoever changes its memberships, in the same
 * transaction: other nodes see by it whom they have to look after</td></tr>
 * <tr><td>{@code read_marks}</td><td>how far a user has read a room</td></tr>
 * <tr><td>{@code room_heads}</td><td>the last seq, rev and time that were given in a room. Whoever writes to the room's
 * log locks this row first and raises it in the same transaction, so it never disagrees with the log, and numbers have
 * neither holes nor doubles. A room without messages has no row. {@code closed} is 1 when the log takes nothing more, and 2
 * when nothing stands in it any more</td></tr>
 * <tr><td>{@code messages}</td><td>the logs; on SQLite stored in the order of (room, seq), which is the order of a page; unique by
 * (room, key), which makes a repeat a repeat, and by (room, rev), which is the order of the changes.
 * {@code fingerprint} is that of what was sent first, and stays. {@code reactions}, {@code reply_to} and {@code
 * translations} are mostly null; who has reacted stands in the message itself, see {@link dev.parley.sql.ReactionsText},
 * and comes with it, as do its {@linkplain dev.parley.sql.TranslationsText translations}. {@code files} is
 * mostly null too: what the message carries, see {@link dev.parley.sql.FilesText}</td></tr>
 * <tr><td>{@code message_files}</td><td>the files of the messages, until these are deleted or erased; by message, and by
 * file, room by room, through {@code message_files_by_file}. Written with the message, in one transaction</td></tr>
 * <tr><td>{@code files}</td><td>what is known of files; {@code state} is 0 when one was begun, 1 when it is whole and 2 when it is doomed,
 * {@code due} the time at which it is looked at again, also an index</td></tr>
 * <tr><td>{@code leases}</td><td>what nodes hold; on SQLite there is one node, and no lease</td></tr>
 * <tr><td>{@code presence}</td><td>what each node says of users, the newest of each; by user, and by number through {@code
 * presence_by_number}. Under the empty name, which no node has, stands when users of nodes that are gone were last seen</td></tr>
 * <tr><td>{@code presence_nodes}</td><td>up to which number each node has said something, and until when it lived for certain:
 * one who is online on it was seen then</td></tr>
 * <tr><td>{@code foreign_accounts}</td><td>which account of another messenger is whose, unique on both sides</td></tr>
 * <tr><td>{@code bridged_rooms}</td><td>the topic of a room there, and how far each was carried over to the other; by
 * room, and by topic through {@code bridged_rooms_by_topic}</td></tr>
 * <tr><td>{@code topic_roll}</td><td>which accounts were members of both a room and its topic when these were last
 * compared</td></tr>
 * <tr><td>{@code posts}</td><td>which post of a topic shows which message, in which state; by number, and by message
 * through {@code posts_by_message}</td></tr>
 * <tr><td>{@code probe}</td><td>empty, but while a store that has failed is tried</td></tr>
 * <tr><td>{@code parley_schema}</td><td>on PostgreSQL alone: the version of all this; SQLite has a place for it</td></tr>
 * </table>
 *
 * <p>There are no foreign keys from messages to users and rooms: nothing of these is ever deleted, and the log would pay
 * for them with each append.
 *
 * <p><b>Versions.</b> The schema is built by numbered steps, see {@link dev.parley.sql.SqliteSchema} and {@link
 * dev.parley.sql.PostgresSchema}. Starting on an older database runs the steps that it lacks, in one transaction; starting
 * on a newer one is refused.
 *
 * <p><b>Transactions on PostgreSQL</b> are READ COMMITTED: each statement sees what was committed before it. So whoever
 * waited for a room's head reads the log as its last holder left it. No two transactions wait for each other: each locks
 * one head, or one session and then its tokens, or several sessions in the order of their ids, or one room and then the numbers of those who come and go in the order of
 * the users, or posts by number and then their room, or files by id; a purge skips what is locked. Where
 * it happens all the same, or two are at once the first to take a key, the one that PostgreSQL rolls back is run again.
 *
 * <p><b>Threads.</b> Callers block. On SQLite {@link dev.parley.sql.SqliteWriter} is the only one that writes and commits for
 * many callers at once, and {@link dev.parley.sql.SqliteReaders} lets a few read at the same time. On PostgreSQL as many
 * callers work at the same time as {@link dev.parley.sql.PostgresPool} has places.
 */
@NullMarked
package dev.parley.sql;

import org.jspecify.annotations.NullMarked;
