/**
 * Every store port on MongoDB: {@link dev.parley.mongo.MongoAdapter} is the door.
 *
 * <h2>Collections</h2>
 *
 * Numbers are 64-bit integers, times are dates in milliseconds. Schema version 1, kept in {@code meta}.
 *
 * <table>
 * <caption>What is where</caption>
 * <tr><th>collection</th><th>{@code _id}</th><th>fields</th><th>indexes</th></tr>
 * <tr><td>messages</td><td>{@code "<room>-<seq>"}</td>
 *   <td>room, seq, rev, revs (every rev it ever had), changes (the names of its 8 newest, if any), key, fingerprint (of the first content), author, content, sentAt,
 *       editedAt (absent if never edited, or deleted), deleted</td>
 *   <td>unique (room, seq), (room, key) and, multikey, (room, revs); (room, rev)</td></tr>
 * <tr><td>users</td><td>number</td>
 *   <td>username, usernameKey (lower case), displayName, passwordHash, createdAt; email, emailKey (lower case) and
 *       language if there are any</td>
 *   <td>unique (usernameKey); unique, sparse (emailKey)</td></tr>
 * <tr><td>counters</td><td>{@code "user"}</td><td>last: the number that was given last</td><td></td></tr>
 * <tr><td>sessions</td><td>session id</td>
 *   <td>version, user, createdAt, expiresAt, live and used: lists of {hash, at}, the 64 newest each</td>
 *   <td>(expiresAt), TTL</td></tr>
 * <tr><td>tickets</td><td>hash</td><td>user, session, accessExpiresAt, expiresAt</td><td>(expiresAt), TTL</td></tr>
 * <tr><td>rooms</td><td>number</td><td>kind, name, createdAt</td><td></td></tr>
 * <tr><td>readMarks</td><td>{@code "<room>-<user>"}</td><td>room, user, seq</td><td>(user)</td></tr>
 * <tr><td>leases</td><td>name</td><td>holder, beat</td><td></td></tr>
 * <tr><td>foreignAccounts</td><td>user's number</td><td>account</td><td>unique (account)</td></tr>
 * <tr><td>bridgedRooms</td><td>room's number</td><td>topic, postsIn, retractionsIn, seqOut, revOut</td><td></td></tr>
 * <tr><td>posts</td><td>{@code "<room>-<topic>-<number>"}</td><td>room, topic, number, message, state</td>
 *   <td>(room, topic, message)</td></tr>
 * <tr><td>meta</td><td>{@code "schema"}</td><td>version</td><td></td></tr>
 * </table>
 *
 * <p>An absent e-mail address is an absent field under a sparse index. A list that is empty would not do: MongoDB
 * indexes it as {@code undefined}, and a unique index takes that once. The TTL indexes sweep a day later than the
 * queries stop looking: the server's clock decides nothing.
 *
 * <h2>The log</h2>
 *
 * Needs nothing but unique indexes and ordered inserts: no transactions, no change streams, no replica set. (Sharding
 * is not supported: the unique indexes would have to begin with the shard key.)
 *
 * <p><b>Append</b> numbers the drafts from behind the tail and inserts them as one ordered batch. Each number is taken
 * by the insert itself, and a document goes in only after the one before it, so a batch that is cut anywhere leaves a
 * prefix without a hole. Who loses a race is told so by an index, reads the tail and the keys, and goes on with the
 * rest.
 *
 * <p><b>Change</b> is one update of one document, on condition that its rev is still the one that was read. It moves
 * the message from rev 20 to 21, which leaves 20 without an owner; a node with an old tail could give it again, and
 * readers that are past it would never see that. Therefore a message keeps all its revs, and their index refuses what
 * another message has had. A message may repeat its own as far as the index goes: so an edit counts on from the
 * message's rev if that is higher than the tail's, and the condition holds it fast. The list holds the 10,000 newest. An
 * older one could be given again only by a node whose tail is ten thousand changes of this one message behind, each a
 * round trip on its own and limited per author, while a tail is used for seconds.
 *
 * <p><b>An unknown outcome</b> (time-out, closed socket, a primary that stepped down, no majority in time) is resolved
 * by reading. What is not found is written again: the cut command may still be under way and land later, but it has the
 * same keys, so each message gets in once, and a late ordered batch ends at its first refused document. If the reading
 * fails too, the caller is told that the store does not answer, and its repeat settles it. Found under an id that this
 * call had sent out, a message is reported as added, else as repeated.
 *
 * <p><b>The remembered tail.</b> A tail is only a guess at the next numbers. If it is too low, an index refuses. Too
 * high would leave a hole, so a tail is remembered only if this node's own write has put it there and the majority's journal
 * has it: it cannot be rolled back. One that was merely read is used at once and forgotten; on a standalone server it
 * may be of a write whose journal is not synced yet. It is forgotten after any failure and after five seconds, in case
 * somebody puts back an older copy of the database under a running node, which needs all nodes to be stopped.
 *
 * <h2>What is read</h2>
 *
 * Writes ask for the majority and its journal. Reads ask the primary, for what the majority has (read concern
 * "majority"): a change that a failover takes back has never been seen, so a cursor can rest on it. A standalone server
 * takes that concern as well and serves its newest state, since it has nobody to agree with (linearizable, snapshot and
 * causal reads it refuses). There a reader may see a write milliseconds before its journal is on disk; if the server is
 * killed in between, the number is given again. Whoever minds runs the one server as a replica set of one member.
 *
 * <p>In one batch the changes are read in index order; a message that moves to a higher rev meanwhile moves forward, so
 * it is met later or in the next page, and never missed.
 *
 * <h2>Time</h2>
 *
 * A command has five seconds in all, finding a server three of them, behind a fair queue of as
 * long; a call that retries has about ten. {@code
 * dev.parley.mongo.Database} is the only class that talks to the driver's client, {@code Failures} the only one that
 * knows its exceptions.
 */
@NullMarked
package dev.parley.mongo;

import org.jspecify.annotations.NullMarked;
