/** A real SMTP server that keeps what it is sent, over TLS, STARTTLS and in the clear, and odd ones. */
@NullMarked
package dev.parley.testkit.mail;

import org.jspecify.annotations.NullMarked;
