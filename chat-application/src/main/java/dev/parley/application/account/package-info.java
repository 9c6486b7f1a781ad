/**
 * Signing up, signing in, staying signed in, signing out; codes by mail, and passwords that change.
 *
 * <p>What ends sessions, of one user or of one device, ends them in the store first, then on this node; other nodes find them
 * ended by the questions of {@code OpenSessions} and of the realtime core, two seconds later at most. What opens a session by
 * something that others may change meanwhile looks at it once more when the session is open: so whichever comes first, none
 * stays open that should have ended.
 */
@NullMarked
package dev.parley.application.account;

import org.jspecify.annotations.NullMarked;
