/** The rooms of a user, and how far the user is in each. */
@NullMarked
package dev.parley.application.room;

import org.jspecify.annotations.NullMarked;
