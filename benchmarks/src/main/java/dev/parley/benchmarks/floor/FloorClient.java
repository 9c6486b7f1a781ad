package dev.parley.benchmarks.floor;

import static java.util.Objects.requireNonNull;

import dev.parley.benchmarks.wire.Bytes;
import dev.parley.benchmarks.wire.Frames;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A connection of the floor: handshake, the client's frames, and what could not be written yet. */
final class FloorClient {
    private static final byte[] HEAD_END = Bytes.of("\r\n\r\n");
    private static final byte[] SWITCH = Bytes.of(String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Protocol: parley.v1",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "",
            ""));
    private static final int MOST_UNSENT = 16 << 20;

    private final SocketChannel channel;
    private @Nullable SelectionKey key;
    private byte[] unread = {};
    private @Nullable ByteBuffer unsent;
    private boolean upgraded;

    FloorClient(SocketChannel channel) {
        this.channel = channel;
    }

    void register(Selector selector) throws IOException {
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    int read(ByteBuffer in) throws IOException {
        return channel.read(in);
    }

    /** Takes what was read: the handshake first, then frames. */
    void take(ByteBuffer in, FloorServer server) throws IOException {
        byte[] bytes = Arrays.copyOf(unread, unread.length + in.remaining());
        in.get(bytes, unread.length, in.remaining());
        int at = 0;
        if (!upgraded) {
            int end = Bytes.indexOf(bytes, 0, bytes.length, HEAD_END);
            if (end >= 0) {
                upgraded = true;
                at = end + HEAD_END.length;
                write(ByteBuffer.wrap(SWITCH));
                server.joined(this);
            }
        }
        if (upgraded) {
            at = frames(bytes, at, server);
        }
        unread = Arrays.copyOfRange(bytes, at, bytes.length);
    }

    /** Masked frames of less than 64 KiB, unfragmented: what the generator sends. */
    private int frames(byte[] bytes, int from, FloorServer server) throws IOException {
        int at = from;
        while (bytes.length - at >= 6) {
            int size = bytes[at + 1] & 0x7F;
            int mask = size < 126 ? at + 2 : at + 4;
            int length = size < 126 ? size : ((bytes[at + 2] & 0xFF) << 8) | (bytes[at + 3] & 0xFF);
            int end = mask + 4 + length;
            if (bytes.length < end) {
                break;
            }
            byte[] payload = Arrays.copyOfRange(bytes, mask + 4, end);
            for (int i = 0; i < length; i++) {
                payload[i] ^= bytes[mask + (i & 3)];
            }
            switch (bytes[at] & 0x0F) {
                case Frames.TEXT -> server.said(this, payload);
                case Frames.CLOSE -> throw new EOFException();
                default -> {}
            }
            at = end;
        }
        return at;
    }

    /** One write; what the network does not take waits, up to a limit. */
    void write(ByteBuffer frame) throws IOException {
        if (unsent == null) {
            channel.write(frame);
        }
        if (frame.hasRemaining()) {
            int waiting = unsent == null ? 0 : unsent.remaining();
            if (waiting > MOST_UNSENT) {
                throw new EOFException("too slow");
            }
            ByteBuffer both = ByteBuffer.allocate(waiting + frame.remaining());
            if (unsent != null) {
                both.put(unsent);
            }
            unsent = both.put(frame).flip();
            requireNonNull(key).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    void flush() throws IOException {
        if (unsent != null) {
            channel.write(unsent);
            if (!unsent.hasRemaining()) {
                unsent = null;
                requireNonNull(key).interestOps(SelectionKey.OP_READ);
            }
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close", e);
        }
    }
}
