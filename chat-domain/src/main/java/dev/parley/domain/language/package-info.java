/** In which language a text is, and how it reads in another one. */
@NullMarked
package dev.parley.domain.language;

import org.jspecify.annotations.NullMarked;
