/**
 * People and how they prove who they are: accounts, passwords, sessions, tokens.
 *
 * <p>A <em>session</em> is one signed-in device. It is proved by a short-lived signed <em>access token</em> and kept by
 * an opaque <em>refresh token</em> that is exchanged at each use (RFC 6819 §5.2.2.3): who presents a token that was
 * exchanged before ends the session for both holders.
 */
@NullMarked
package dev.parley.domain.account;

import org.jspecify.annotations.NullMarked;
