/**
 * In which language people write, and what it is in another one: the detector within this process, the translator outside
 * of it, at an address that the operator names.
 *
 * <p>Detection is by letters first: most scripts belong to one language, and some letters tell those apart that share one.
 * What is left, the languages in Latin letters, is told apart by how often short runs of letters are met in each; neighbours
 * that are not told are among them, for otherwise they would be taken for what is most like them.
 */
@NullMarked
package dev.parley.translation;

import org.jspecify.annotations.NullMarked;
