/**
 * Files in a directory of this machine, and small pictures of images.
 *
 * <p>{@link dev.parley.files.FilesAdapter} is its only door. Under the directory lie
 *
 * <pre>
 * unfinished/0123456789abcdef0123456789abcdef    being written, or left by a process that died
 * 01/23/0123456789abcdef0123456789abcdef         whole
 * </pre>
 *
 * <p>The name of a file is its id in hexadecimal, which also a file system that takes A for a keeps apart; what people call
 * it is no part of any path. A file becomes whole by one rename, after its bytes are on the disk; then the entry is brought
 * there too. So whatever a crash leaves is whole or in {@code unfinished}.
 *
 * <p>What is written is brought to the disk every half a megabyte, one file at a time: were it left to the system, the flush of large
 * files would hold up those of the message log, which often lies on the same disk. And some of the disk is left free, since the log needs it more.
 */
@NullMarked
package dev.parley.files;

import org.jspecify.annotations.NullMarked;
