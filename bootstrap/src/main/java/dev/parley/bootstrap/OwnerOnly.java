package dev.parley.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rights at creation, so that there is no moment in which others can read; none where the file system has no such rights. */
final class OwnerOnly {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);

    private OwnerOnly() {}

    /** Makes the directory for its owner alone; one that is there already keeps the rights that its owner gave it. */
    static void createDirectory(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Path parent = path.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(path, rights(path, "rwx------"));
    }

    /** The rights of a new file in this directory. */
    static FileAttribute<?>[] file(Path directory) {
        return rights(directory, "rw-------");
    }

    /** Takes the file away from everybody else, if others may use it. */
    static void keep(Path file) throws IOException {
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        if (supported(file) && !owner.containsAll(Files.getPosixFilePermissions(file))) {
            Files.setPosixFilePermissions(file, owner);
            LOG.warn("Others could read {}: now its owner alone can", file);
        }
    }

    static boolean supported(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] rights(Path path, String rights) {
        return supported(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
