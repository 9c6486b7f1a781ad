package dev.parley.files;

import dev.parley.domain.file.FileBytes;
import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/** Lets the JDK's decoders read a file where it lies, without the copy on the disk that they would make. Confined to a thread. */
final class SourceInput extends ImageInputStreamImpl {
    private final FileBytes.Source source;
    private final byte[] window = new byte[16 << 10];
    private long windowStart;
    private int windowLength;

    SourceInput(FileBytes.Source source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        if (!slide()) {
            return -1;
        }
        return window[(int) (streamPos++ - windowStart)] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (!slide()) {
            return -1;
        }
        int at = (int) (streamPos - windowStart);
        int read = Math.min(length, windowLength - at);
        System.arraycopy(window, at, into, offset, read);
        streamPos += read;
        return read;
    }

    /** Brings the place that is read next into the window. Returns whether there is something. */
    private boolean slide() {
        boolean inside = streamPos >= windowStart && streamPos < windowStart + windowLength;
        if (!inside) {
            windowStart = streamPos;
            windowLength = Math.max(0, source.read(streamPos, window, 0, window.length));
        }
        return windowLength > 0;
    }

    @Override
    public long length() {
        return source.size();
    }
}
