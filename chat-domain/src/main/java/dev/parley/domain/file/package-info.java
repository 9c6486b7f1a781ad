/** Files that people send: their bytes, and what is known of them. */
@NullMarked
package dev.parley.domain.file;

import org.jspecify.annotations.NullMarked;
