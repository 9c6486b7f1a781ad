/** The published contract "general": one room, four calls, as its clients expect them. */
@NullMarked
package dev.parley.http.general;

import org.jspecify.annotations.NullMarked;
