/** How rooms are made, joined, left, changed and deleted. */
@NullMarked
package dev.parley.application.lobby;

import org.jspecify.annotations.NullMarked;
