/** Rooms: where people talk, who is in them, and how far each has read. */
@NullMarked
package dev.parley.domain.room;

import org.jspecify.annotations.NullMarked;
