package dev.parley.application.file;

import java.util.concurrent.Executor;

/**
 * The threads that wait for the disk and the stores so that no others have to.
 *
 * @param uploads a few; what waits for one of them is bounded here
 * @param downloads a few; what waits for one of them is bounded here
 * @param pictures one; it takes no more than it has place for, and throws {@link
 *     java.util.concurrent.RejectedExecutionException}
 */
public record FileWorkers(Executor uploads, Executor downloads, Executor pictures) {}
