/** The published contract "rooms": accounts, public rooms, their history, and a socket for one of them. */
@NullMarked
package dev.parley.http.rooms;

import org.jspecify.annotations.NullMarked;
