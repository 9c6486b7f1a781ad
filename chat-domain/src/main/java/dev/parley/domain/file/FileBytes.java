package dev.parley.domain.file;

import dev.parley.domain.ChatException;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the bytes of files lie. Safe for concurrent use, also by several nodes on one store; a sink and a source are one
 * thread's.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time, and {@link
 * ChatException.Full} where there is no place for more.
 */
public interface FileBytes {
    /**
     * Throws {@link ChatException.Full} if it is known already that there is no place for anything: where the disk is that of
     * other stores too, these may not be able to say so. A store that cannot tell finds out when it is written to.
     */
    default void demandPlace() {}

    /** Begins to write a file, of which nothing can be read before it is whole. The name is new. Never holds more than a piece in memory. */
    Sink create(FileId file);

    /** Takes a file in. */
    interface Sink extends AutoCloseable {
        void write(byte[] bytes, int offset, int length);

        /** Makes all of it durable, and lets it be read. */
        void commit();

        /** Drops what was written, unless that was committed. Never fails. */
        @Override
        void close();
    }

    /** Opens a file that is whole. It can be read to its end even if it is removed meanwhile, or reading fails. */
    Optional<Source> open(FileId file);

    /** Gives a file out. */
    interface Source extends AutoCloseable {
        /** In bytes. */
        long size();

        /** Reads some bytes at this place, at least one; -1 at the end of the file. */
        int read(long position, byte[] into, int offset, int length);

        /** Never fails. */
        @Override
        void close();
    }

    /** Removes a file, and what was written of one that never became whole. Does nothing if there is none. */
    void remove(FileId file);

    /**
     * Removes what was begun before this and never became whole, such as by a process that died.
     *
     * @return how many
     */
    int sweep(Instant before);
}
