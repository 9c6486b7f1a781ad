/**
 * The published contract "private messages", and what it shares with "realchat": the socket that hears all rooms of its
 * user, and the history of a direct room or a group.
 */
@NullMarked
package dev.parley.http.direct;

import org.jspecify.annotations.NullMarked;
