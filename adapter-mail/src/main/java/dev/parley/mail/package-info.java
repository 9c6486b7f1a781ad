/**
 * Mail by SMTP (RFC 5321, RFC 6409): {@link dev.parley.mail.MailAdapter} is the door.
 *
 * <p>Each letter has a connection of its own: there are few, and a connection that is kept is one that is broken when it is
 * needed. What is waited for has a bound: to connect, for each answer, and for the letter as a whole, however slowly a server
 * says one line after the other; so has what is heard. Passwords and letters go over TLS, begun at once or by STARTTLS
 * (RFC 3207), which is demanded and not merely tried, to a server whose certificate names its host; in the clear only where
 * the operator says so.
 *
 * <p>Nothing that a user writes comes into a letter but the address, which {@link dev.parley.domain.account.Email} has
 * checked: there is no character in it that could end a header or a command.
 */
@NullMarked
package dev.parley.mail;

import org.jspecify.annotations.NullMarked;
