package dev.parley.application.file;

/**
 * Lets whoever has it read one file for some minutes.
 *
 * @param expires in seconds since 1970
 * @param seal proves that this server has made it
 */
public record FileLink(long expires, String seal) {}
