package dev.parley.benchmarks.wire;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection: keeps what a read left unfinished and what a write could not place.
 *
 * <p>Confined to the thread that turns its loop. An idle link holds no buffer.
 */
public abstract class Link {
    private static final byte[] NONE = {};

    private @Nullable Loop loop;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private byte[] unread = NONE;
    private @Nullable ByteBuffer unsent;
    private boolean ended;

    final void attach(Loop to, SocketChannel by, SelectionKey with) {
        loop = to;
        channel = by;
        key = with;
    }

    /** The connection stands. */
    protected abstract void connected();

    /** Takes what has come; returns where the first byte lies that it could not use yet. */
    protected abstract int received(byte[] bytes, int from, int to) throws IOException;

    /** The connection is gone, whoever ended it. Called once. */
    protected abstract void ended(IOException why);

    /** Whether it has ended, or was closed from this side. */
    public final boolean isOver() {
        return ended;
    }

    protected final Loop loop() {
        return requireNonNull(loop, "not connected");
    }

    final void ready() {
        SelectionKey mine = requireNonNull(key);
        try {
            if (mine.isValid() && mine.isConnectable()) {
                finishConnect(mine);
            }
            if (mine.isValid() && mine.isWritable()) {
                flush(mine);
            }
            if (mine.isValid() && mine.isReadable()) {
                read();
            }
        } catch (IOException e) {
            end(e);
        }
    }

    private void finishConnect(SelectionKey mine) throws IOException {
        if (requireNonNull(channel).finishConnect()) {
            mine.interestOps(SelectionKey.OP_READ);
            connected();
        }
    }

    private void read() throws IOException {
        Loop shared = loop();
        ByteBuffer in = shared.in.clear();
        int count = requireNonNull(channel).read(in);
        if (count < 0) {
            throw new EOFException("closed by the server");
        }
        int before = unread.length;
        int total = before + count;
        if (shared.bytes.length < total) {
            shared.bytes = new byte[2 * total];
        }
        byte[] bytes = shared.bytes;
        System.arraycopy(unread, 0, bytes, 0, before);
        in.flip().get(bytes, before, count);
        unread = NONE;
        int used = received(bytes, 0, total);
        if (used < total && !ended) {
            unread = Arrays.copyOfRange(bytes, used, total);
        }
    }

    /** Sends all of it, now or as soon as the network takes it. */
    protected final void send(ByteBuffer data) {
        if (ended) {
            return;
        }
        SelectionKey mine = requireNonNull(key);
        try {
            if (unsent == null) {
                requireNonNull(channel).write(data);
            }
            if (data.hasRemaining()) {
                unsent = joined(unsent, data);
                mine.interestOps(mine.interestOps() | SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            end(e);
        }
    }

    private static ByteBuffer joined(@Nullable ByteBuffer first, ByteBuffer second) {
        int length = (first == null ? 0 : first.remaining()) + second.remaining();
        ByteBuffer both = ByteBuffer.allocate(length);
        if (first != null) {
            both.put(first);
        }
        return both.put(second).flip();
    }

    private void flush(SelectionKey mine) throws IOException {
        if (unsent != null) {
            requireNonNull(channel).write(unsent);
            if (!unsent.hasRemaining()) {
                unsent = null;
            }
        }
        if (unsent == null) {
            mine.interestOps(mine.interestOps() & ~SelectionKey.OP_WRITE);
        }
    }

    /** Stops or takes up reading, as a stuck client and one that recovers. */
    public final void read(boolean on) {
        SelectionKey mine = requireNonNull(key);
        if (mine.isValid()) {
            int others = mine.interestOps() & ~SelectionKey.OP_READ;
            mine.interestOps(on ? others | SelectionKey.OP_READ : others);
        }
    }

    /** Closes from this side. */
    public final void close() {
        end(new EOFException("closed by the generator"));
    }

    private void end(IOException why) {
        if (ended) {
            return;
        }
        ended = true;
        unread = NONE;
        unsent = null;
        try {
            requireNonNull(channel).close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        ended(why);
    }
}
