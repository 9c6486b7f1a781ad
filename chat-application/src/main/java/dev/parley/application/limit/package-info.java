/** How much of the server one caller may use. */
@NullMarked
package dev.parley.application.limit;

import org.jspecify.annotations.NullMarked;
