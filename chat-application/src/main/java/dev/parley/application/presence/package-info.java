/**
 * Who is online: anybody with a connection on any node that lives.
 *
 * <p>Each node knows its own people by their connections, and writes who comes and goes into the ledger, once a second.
 * Once a second it reads there what the others have written since it last looked, and keeps the whole picture in memory:
 * to ask who is online costs no question to the store. Whether a node lives is told by its lease alone; the people of one
 * that does not are not online, whatever it has written.
 *
 * <p>What listeners are told is the difference to what they were told before, once a second, so who goes and comes back
 * within a second has never been away; and one whose last connection goes stays for five seconds more.
 */
@NullMarked
package dev.parley.application.presence;

import org.jspecify.annotations.NullMarked;
