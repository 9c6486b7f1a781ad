package dev.parley.files;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/** Does what the library leaves open: for the owner alone, durable, and with a word for a disk that is full. */
final class Disk {
    /** Less than this is as good as nothing. */
    private static final long SCARCE = 1L << 20;

    /** What files leave free for the message log: a part of the disk, of a large one no more than this, and never less than that. */
    private static final long MAX_RESERVE = 256L << 20;

    private static final long MIN_RESERVE = 32L << 20;
    private static final int RESERVED_PART = 10;

    private Disk() {}

    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights(file, "rw-------"));
    }

    /** Makes those that are missing, from above. Others may do so at the same time. */
    static void makeDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            makeDirectories(parent);
        }
        try {
            Files.createDirectory(directory, rights(directory, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        if (parent != null) {
            sync(parent);
        }
    }

    /** Brings the entries of a directory to the disk, where a system lets it be opened. */
    static void sync(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }

    /** Whether the disk would still have as much left as it should. */
    static boolean hasPlace(Path directory, long bytes) {
        File place = directory.toFile(); // Unlike the newer way it does not read the table of all mounts each time.
        long total = place.getTotalSpace();
        long reserve = Math.max(MIN_RESERVE, Math.min(MAX_RESERVE, total / RESERVED_PART));
        return total == 0 || place.getUsableSpace() >= reserve + bytes;
    }

    /** What a write that failed means. The library has no type for a full disk, and the system's words depend on its language. */
    static ChatException failure(Path directory, IOException failure) {
        String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = words.contains("no space") || words.contains("quota") || isScarce(directory);
        return full
                ? new ChatException.Full(failure)
                : new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE, failure);
    }

    private static boolean isScarce(Path directory) {
        File place = directory.toFile();
        return place.getTotalSpace() > 0 && place.getUsableSpace() < SCARCE;
    }

    private static FileAttribute<?>[] rights(Path path, String rights) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
