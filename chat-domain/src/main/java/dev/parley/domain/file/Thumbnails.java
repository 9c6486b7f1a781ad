package dev.parley.domain.file;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Makes small pictures of images. Safe for concurrent use; one at a time is made, the others wait. */
public interface Thumbnails {
    /** The longest side of one, in pixels. */
    int SIDE = 320;

    /**
     * Makes one, in a form that every browser shows.
     *
     * @return empty if this is no image, is broken, or has more pixels than are decoded here
     */
    Optional<Thumbnail> of(FileBytes.Source image, MediaType type);

    /**
     * A small picture.
     *
     * @param bytes read-only
     * @param original how large the image is of which it was made
     */
    record Thumbnail(ByteBuffer bytes, MediaType type, Pixels original) {}
}
