package dev.parley.files;

import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.Thumbnails;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps files in a directory, and makes small pictures of images, wherever those lie. Safe for concurrent use. */
public final class FilesAdapter {
    private final DirectoryFileBytes bytes;
    private final Thumbnails thumbnails = new ImageThumbnails();

    /** @param directory is this adapter's alone; several nodes may share it */
    public FilesAdapter(Path directory) {
        this.bytes = new DirectoryFileBytes(directory);
    }

    /**
     * Makes the directory, if it is not there.
     *
     * @throws IllegalStateException with a text for the operator if it cannot be used
     */
    public void start() {
        try {
            bytes.prepare();
        } catch (IOException e) {
            throw new IllegalStateException(bytes.root() + " cannot be used for files: " + e, e);
        }
    }

    public FileBytes bytes() {
        return bytes;
    }

    public Thumbnails thumbnails() {
        return thumbnails;
    }
}
