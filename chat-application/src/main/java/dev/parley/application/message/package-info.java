/** Writing, changing and reading messages. */
@NullMarked
package dev.parley.application.message;

import org.jspecify.annotations.NullMarked;
