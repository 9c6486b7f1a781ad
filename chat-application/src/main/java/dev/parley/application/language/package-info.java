/**
 * In which language messages are, and what they say in those of their readers.
 *
 * <p>Nothing here is on the way of a message: its language is told when it is shown, and it is translated when everybody
 * has it already. Whatever the translator does, slow, wrong or away, costs the translation and nothing else.
 */
@NullMarked
package dev.parley.application.language;

import org.jspecify.annotations.NullMarked;
