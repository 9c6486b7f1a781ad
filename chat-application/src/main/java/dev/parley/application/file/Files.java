package dev.parley.application.file;

/** What can be done with files. */
public record Files(Uploads uploads, Downloads downloads) {}
