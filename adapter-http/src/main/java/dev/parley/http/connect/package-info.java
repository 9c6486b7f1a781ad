/** The published contract "connect": public rooms by their names. */
@NullMarked
package dev.parley.http.connect;

import org.jspecify.annotations.NullMarked;
