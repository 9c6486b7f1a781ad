/**
 * Every store port on MongoDB: {@link dev.parley.mongo.MongoAdapter} is the door.
 *
 * <h2>Collections</h2>
 *
 * Numbers are 64-bit integers, times are dates in milliseconds. Schema version 5, kept in {@code meta}.
 *
 * <table>
 * <caption>What is where</caption>
 * <tr><th>collection</th><th>{@code _id}</th><th>fields</th><th>indexes</th></tr>
 * <tr><td>messages</td><td>{@code "<room>-<seq>"}</td>
 *   <td>room, seq, rev, revs (every rev it ever had), changes (the names of its 8 newest, if any), key, fingerprint (of what was sent first), author, content, sentAt,
 *       editedAt (absent if never edited, or deleted), deleted; reactions (a list of {emoji, users: a list}, in order) and replyTo
 *       (a seq), translations (texts by language) if there are any; files (a list of {id, name, type, size, and width and height of an image}) until it is deleted, if it has any. The end of a closed log has room, seq, rev, revs, an empty key, and
 *       erasedTo (a seq) until all is erased; an erased message has room, seq, rev, revs, key and erasedAt</td>
 *   <td>unique (room, seq), (room, key) and, multikey, (room, revs); (room, rev); (files.id, room, seq), multikey, of those that have files; sparse (erasedTo) and (erasedAt), TTL</td></tr>
 * <tr><td>users</td><td>number</td>
 *   <td>username, usernameKey (lower case), displayName, displayKey (folded), passwordHash, createdAt; email, emailKey (lower case) and
 *       language if there are any; emailVerified if the address was proved; memberships (a number that rises with each change of them)</td>
 *   <td>unique (usernameKey); unique, sparse (emailKey)</td></tr>
 * <tr><td>counters</td><td>{@code "user"}, {@code "room"}</td><td>last: the number that was given last</td><td></td></tr>
 * <tr><td>sessions</td><td>session id</td>
 *   <td>version, user, createdAt, expiresAt, usedAt (written at times, not with each use), device if it has a name, live and used: lists of
 *       {hash, at}, the 64 newest each</td>
 *   <td>(expiresAt), TTL; (user)</td></tr>
 * <tr><td>tickets</td><td>hash</td><td>user, session, accessExpiresAt, expiresAt</td><td>(expiresAt), TTL</td></tr>
 * <tr><td>codes</td><td>e-mail address, in lower case</td><td>hash, tries (5 when none is left, 6 when one was right), issuedAt, expiresAt</td>
 *   <td>(expiresAt), TTL</td></tr>
 * <tr><td>rooms</td><td>number</td>
 *   <td>kind, createdAt, join, history; name, creator and code if there are any; nameKey of a public room, pair ({@code "<lower>:<higher>"})
 *       of a direct one; version (of the settings, if they were ever changed); rev, roles (a list of {entry, role} of those who are more than members), pending ({kind, members: a list
 *       of {user, entry}}) while something is left to do. General has neither roles nor revs</td>
 *   <td>unique, sparse (nameKey) and (pair); (kind, _id)</td></tr>
 * <tr><td>members</td><td>{@code "<room>-<user>"}</td>
 *   <td>room, user, entry (the name of this one membership), joinedSeq, joinedRev, joinedAt; read (how far, if anything was); left
 *       (true, if it is over)</td>
 *   <td>(room, user); (user)</td></tr>
 * <tr><td>readMarks</td><td>{@code "<room>-<user>"}</td><td>room (General), user, seq</td><td>(user)</td></tr>
 * <tr><td>leases</td><td>name</td><td>holder, beat</td><td></td></tr>
 * <tr><td>presence</td><td>{@code "<node>:<user>"}</td>
 *   <td>node, user, number, online, seenAt: what the node says of the user. Under the empty name, which no node has, when users of nodes that
 *       are gone were last seen</td><td>(node, number); (user)</td></tr>
 * <tr><td>presenceNodes</td><td>node</td><td>number (up to which all that the node says is written), seenAt</td><td></td></tr>
 * <tr><td>foreignAccounts</td><td>user's number</td><td>account</td><td>unique (account)</td></tr>
 * <tr><td>bridgedRooms</td><td>room's number</td><td>topic, postsIn, retractionsIn, seqOut, revOut</td><td>(topic)</td></tr>
 * <tr><td>topicRoll</td><td>{@code "<room>-<topic>-<account>"}</td><td>room, topic, account</td>
 *   <td>(room, topic, account)</td></tr>
 * <tr><td>posts</td><td>{@code "<room>-<topic>-<number>"}</td><td>room, topic, number, message, state</td>
 *   <td>(room, topic, message)</td></tr>
 * <tr><td>files</td><td>file's id</td>
 *   <td>uploader, state (BEGUN, WHOLE or DOOMED), due (when it is looked at again); when it is whole also sha256, uploadedAt, room if it may be sent
 *       there alone, and what messages show of it</td><td>(due)</td></tr>
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
 * round trip on its own and limited per user, while a tail is used for seconds.
 *
 * <p><b>Close</b> inserts the end, which takes the next seq and the next rev as a message would. Whoever reads the tail from
 * then on sees it and stops. Whoever has read the tail before tries a number that is not above the end's, and the numbers
 * up to there are all taken. The end is never removed, and reads do not show it: it has no content.
 *
 * <p><b>Erase</b> takes what was said out of the messages of a closed log and leaves their numbers and keys in place: a node
 * with an old tail, or a cut command that lands late, would else find them free. They go by themselves a day later, by the
 * server's clock alone; a tail is used for seconds.
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
 * <h2>The rooms</h2>
 *
 * <p><b>One write decides</b> what becomes of a room's roles, its departures and its existence: an update of the room's
 * document, on condition that its rev is the one that was read and that nothing is pending; it raises the rev. Roles
 * stand in the document itself. What has to happen to the members' documents stands there as pending until it is done, and
 * who meets it does it before deciding anything else. Reads need not: a room that is to be made or to end is not there,
 * and who is to leave has left. So a node may die anywhere.
 *
 * <p><b>What is done late does no harm</b>, by a slow node or a cut command. An entry is inserted, or takes the place of one that is over and is named; who
 * leaves is named by the entry, and keeps a document that is marked as left until the room ends, so that no late insert
 * finds the place free. A mark stands in the membership and goes with it.
 *
 * <p><b>To join</b> does not touch the room, so that many can at once. It looks again afterwards whether the room is still
 * there, and takes itself back if not. If the node dies in between, a member of no room is left: reads go from the member
 * to the room, and numbers of rooms are never given again.
 *
 * <p><b>Settings</b> contradict nothing but a name, which the index sees to: they are one update without a rev, on
 * condition that they have the version that was read, which it raises.
 *
 * <p><b>Other nodes are told</b> by the number in the user's document, which is raised when what was decided can be seen and
 * before it is crossed off: so it is raised at least once, if need be by the node that asks for the versions of the rooms that
 * are listened to. A join raises it behind the entry and before it is answered; if the node dies in between, the user's other
 * connections learn of the room with the next change of its memberships, or when they come back.
 *
 * <p><b>An unknown outcome</b> of a deciding write is not resolved but told: the caller's repeat finds what became of it.
 * A room whose maker was cut off is finished by whoever asks for its name or its pair; a group, by nobody: it is never there.
 *
 * <h2>The bytes of files</h2>
 *
 * <p>Their bytes lie as GridFS says, in {@code uploads.files} and {@code uploads.chunks}; {@code uploads.begun} has a mark
 * {@code {_id, at}} for each that is being written. The document of the file comes after the last chunk, then the mark goes,
 * and only then is anybody told: so what has a mark was never told of, and is removed whole.
 *
 * <h2>Who is online</h2>
 *
 * <p>A node writes what it has seen, and then, up to which number: others read no further, so what is written beyond may
 * have holes, also those of a command that was cut. One that lands late finds higher numbers and changes nothing. To sweep a
 * node is to write when its users were last seen, then to remove what the node said, then the node: each may be repeated.
 *
 * <h2>Files</h2>
 *
 * <p>Who carries a file is asked of the messages themselves, through the index of their files: what is acknowledged is in it, what is
 * deleted is not. The ledger's documents are each their own: a claim of several is one update that raises each of them or leaves it, and
 * then a look which those are.
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
 * it is met later or in the next page, and never missed. What has to fit together is read room first, then member.
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
