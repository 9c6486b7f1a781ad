/** What is sent to people's addresses. */
@NullMarked
package dev.parley.domain.mail;

import org.jspecify.annotations.NullMarked;
