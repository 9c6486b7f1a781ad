/** A real SMTP server that keeps what it is sent, over TLS, STARTTLS and in the clear, and one that misbehaves. */
@NullMarked
package dev.parley.testkit.mail;

import org.jspecify.annotations.NullMarked;
