package dev.parley.application.file;

/**
 * What can be done with files.
 *
 * @param workers what blocks for them runs there
 */
public record Files(Uploads uploads, Downloads downloads, FileWorkers workers) {}
