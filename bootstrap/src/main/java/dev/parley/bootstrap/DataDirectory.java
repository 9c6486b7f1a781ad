package dev.parley.bootstrap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory that one server has for itself: made for its owner alone, and locked until {@link #close()}.
 *
 * <p>The lock is the operating system's, so it goes with the process however that dies; the file it is on stays. The
 * process id in the file is for people. Operating systems count such locks per process: a second attempt inside one
 * process is refused, but takes the first one's lock with it when it gives up.
 */
final class DataDirectory implements AutoCloseable {
    static final String LOCK_FILE = "parley.lock";

    /** Far behind the process id, which thus stays readable where locks are mandatory. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int PID_LENGTH = 20;

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory if it is not there, and locks it.
     *
     * @throws StartException if it cannot be made or written, or another server has it
     */
    static DataDirectory open(Path directory) throws StartException {
        Path path = directory.toAbsolutePath().normalize();
        try {
            OwnerOnly.createDirectory(path);
            FileChannel channel = FileChannel.open(
                    path.resolve(LOCK_FILE),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    OwnerOnly.file(path));
            if (!locked(channel)) {
                String holder =
                        pid(channel).map(pid -> " (process " + pid + ")").orElse("");
                channel.close();
                throw new StartException(
                        path + " is in use by another Parley" + holder
                                + ": stop it, or set DATA_DIR to another directory",
                        null);
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            throw new StartException(path + " cannot be used as the data directory: " + e, e);
        }
    }

    /** Absolute. */
    Path path() {
        return path;
    }

    /**
     * The secret of this directory's server; made of 256 random bits the first time.
     *
     * @throws StartException if it cannot be read or kept, or somebody has made it too short
     */
    GeneratedSecret signingSecret(SecureRandom random) throws StartException {
        return GeneratedSecret.in(path, random);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock held = channel.tryLock(LOCKED_BYTE, 1, false);
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Optional<String> pid(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(PID_LENGTH);
        channel.read(buffer, 0);
        String pid = StandardCharsets.US_ASCII.decode(buffer.flip()).toString().strip();
        return pid.matches("[0-9]+") ? Optional.of(pid) : Optional.empty();
    }
}
