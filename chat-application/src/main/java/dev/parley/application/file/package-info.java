/**
 * Files: taken in piece by piece, and given out to those who may read a message that carries them.
 *
 * <p>A file is noted before its first byte is written and becomes whole in one step at the end, so whatever dies on the way
 * leaves behind what is found and removed. From then on it belongs to its uploader until a message carries it, for a day at
 * most.
 */
@NullMarked
package dev.parley.application.file;

import org.jspecify.annotations.NullMarked;
