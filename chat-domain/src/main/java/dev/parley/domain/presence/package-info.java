/** Presence: who is online, on whichever node, and when somebody was last. */
@NullMarked
package dev.parley.domain.presence;

import org.jspecify.annotations.NullMarked;
