package dev.parley.files;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.file.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one file, which stays readable here when it is removed. Confined to one thread at a time. */
final class DirectorySource implements FileBytes.Source {
    private static final Logger LOG = LoggerFactory.getLogger(DirectorySource.class);

    private final FileChannel channel;
    private final long size;

    DirectorySource(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
        try {
            return channel.read(ByteBuffer.wrap(into, offset, length), position);
        } catch (IOException e) {
            throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A file that was read did not close", e);
        }
    }
}
