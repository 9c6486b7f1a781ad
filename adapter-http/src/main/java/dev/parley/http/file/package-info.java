/**
 * Files on their way in and out, below Javalin: neither is ever whole in memory, and neither holds a thread while a client is
 * slow.
 *
 * <p>An upload is read when there is something to read, a download is written when the client has taken what was written
 * before. What blocks, for the disk or a store, runs on a few threads that are only for files: so there may be hundreds of
 * both, and messages have the other threads, and the disk's attention, to themselves.
 */
@NullMarked
package dev.parley.http.file;

import org.jspecify.annotations.NullMarked;
