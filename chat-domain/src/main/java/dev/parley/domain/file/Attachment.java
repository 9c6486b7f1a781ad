package dev.parley.domain.file;

import org.jspecify.annotations.Nullable;

/**
 * A file as a message shows it. It never changes.
 *
 * @param size in bytes
 * @param pixels of an image of which there is a thumbnail; else null
 */
public record Attachment(
        FileId id,
        FileName name,
        MediaType type,
        long size,
        @Nullable Pixels pixels) {}
