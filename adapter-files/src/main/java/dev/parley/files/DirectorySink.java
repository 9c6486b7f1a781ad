package dev.parley.files;

import dev.parley.domain.ChatException;
import dev.parley.domain.file.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one file beside its place, and moves it there. Confined to one thread at a time. */
final class DirectorySink implements FileBytes.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(DirectorySink.class);

    /** So much is left to the system before it is brought to the disk. */
    private static final int UNFORCED = 512 << 10;

    /** For as long as it was busy with a file the disk is left to others, up to this time. */
    private static final long MAX_PAUSE_NANOS = 200_000_000;

    private final Path begun;
    private final Path place;
    private final FileChannel channel;
    private final Semaphore forcing;
    private final Complaints complaints;
    private int unforced;
    private boolean committed;

    /** @param forcing lets one bring something to the disk at a time */
    DirectorySink(Path begun, Path place, FileChannel channel, Semaphore forcing, Complaints complaints) {
        this.begun = begun;
        this.place = place;
        this.channel = channel;
        this.forcing = forcing;
        this.complaints = complaints;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (!Disk.hasPlace(directory(), length)) {
            throw complaints.told(new ChatException.Full(null));
        }
        try {
            ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            unforced += length;
            if (unforced >= UNFORCED) {
                force(false);
            }
        } catch (IOException e) {
            throw complaints.told(Disk.failure(directory(), e));
        }
    }

    private void force(boolean withLength) throws IOException {
        forcing.acquireUninterruptibly();
        try {
            long begin = System.nanoTime();
            channel.force(withLength);
            unforced = 0;
            LockSupport.parkNanos(Math.min(System.nanoTime() - begin, MAX_PAUSE_NANOS));
        } finally {
            forcing.release();
        }
    }

    @Override
    public void commit() {
        Path directory = Objects.requireNonNull(place.getParent());
        try {
            force(true);
            channel.close();
            Disk.makeDirectories(directory);
            Files.move(begun, place, StandardCopyOption.ATOMIC_MOVE);
            committed = true;
            Disk.sync(directory);
        } catch (IOException e) {
            throw complaints.told(Disk.failure(directory(), e));
        }
    }

    private Path directory() {
        return Objects.requireNonNull(begun.getParent());
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!committed) {
                Files.deleteIfExists(begun);
            }
        } catch (IOException e) {
            LOG.debug("What is left of a file is swept later", e);
        }
    }
}
