/**
 * The published contract "realchat": accounts with tokens that can be refreshed, and groups. Its socket and its histories
 * are those of "private messages", next door.
 */
@NullMarked
package dev.parley.http.realchat;

import org.jspecify.annotations.NullMarked;
