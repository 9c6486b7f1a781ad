package dev.parley.application.file;

import java.util.concurrent.Executor;

/**
 * The threads that wait for the disk and the stores so that no others have to.
 *
 * @param uploads a few; what waits for one of them is bounded here
 * @param downloads a few; what waits for one of them is bounded here
 * @param pictures one; what waits for it is bounded here
 */
public record FileWorkers(Executor uploads, Executor downloads, Executor pictures) {}
