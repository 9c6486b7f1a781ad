package dev.parley.files;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** {@link FileBytes} in a directory. */
final class DirectoryFileBytes implements FileBytes {
    private final Path root;
    private final Path unfinished;
    private final Complaints complaints;
    private final Semaphore forcing = new Semaphore(1, true);

    DirectoryFileBytes(Path root) {
        this.root = root.toAbsolutePath();
        this.unfinished = this.root.resolve("unfinished");
        this.complaints = new Complaints(this.root);
    }

    Path root() {
        return root;
    }

    void prepare() throws IOException {
        Disk.makeDirectories(unfinished);
    }

    @Override
    public void demandPlace() {
        if (!Disk.hasPlace(root, 1)) {
            throw complaints.told(new ChatException.Full(null));
        }
    }

    @Override
    public Sink create(FileId file) {
        try {
            Path begun = unfinished.resolve(name(file));
            return new DirectorySink(begun, place(file), Disk.create(begun), forcing, complaints);
        } catch (IOException e) {
            throw complaints.told(Disk.failure(root, e));
        }
    }

    @Override
    public Optional<Source> open(FileId file) {
        try {
            return Optional.of(new DirectorySource(FileChannel.open(place(file), StandardOpenOption.READ)));
        } catch (NoSuchFileException e) {
            demandThere();
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** A disk that is away has none of its files, and they are not gone. */
    private void demandThere() {
        if (!Files.isDirectory(unfinished)) {
            throw unavailable(new NoSuchFileException(unfinished.toString()));
        }
    }

    private ChatException unavailable(IOException failure) {
        return complaints.told(new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE, failure));
    }

    @Override
    public void remove(FileId file) {
        demandThere();
        try {
            Files.deleteIfExists(unfinished.resolve(name(file)));
            Files.deleteIfExists(place(file));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** What is still being written has been written to lately. */
    @Override
    public int sweep(Instant before) {
        int removed = 0;
        try (DirectoryStream<Path> begun = Files.newDirectoryStream(unfinished)) {
            for (Path each : begun) {
                if (isOlder(each, before) && Files.deleteIfExists(each)) {
                    removed++;
                }
            }
            return removed;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false; // It has become whole meanwhile.
        }
    }

    private Path place(FileId file) {
        String name = name(file);
        return root.resolve(name.substring(0, 2)).resolve(name.substring(2, 4)).resolve(name);
    }

    private static String name(FileId file) {
        return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(file.value()));
    }
}
