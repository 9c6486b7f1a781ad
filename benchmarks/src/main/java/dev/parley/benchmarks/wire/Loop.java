package dev.parley.benchmarks.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives every connection of the generator from the one thread that turns it.
 *
 * <p>Nobody else runs: a scenario is straight-line code that turns the loop until what it waits for is there. Work that
 * must not wait for a long burst of reads (the open loop's next message) is hung in as {@link #betweenReads}.
 */
public final class Loop implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final Selector selector;
    /** Shared by all links, for the length of one read or write. */
    final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);

    final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    byte[] bytes = new byte[2 * BUFFER];

    private @Nullable Runnable betweenReads;

    public Loop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to connect; the link hears of it in a later turn. */
    public void connect(Link link, InetSocketAddress server, int receiveBuffer) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            link.attach(this, channel, channel.register(selector, SelectionKey.OP_CONNECT, link));
            channel.connect(server);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + server, e);
        }
    }

    /** Begins to connect with the system's receive buffer. */
    public void connect(Link link, InetSocketAddress server) {
        connect(link, server, 0);
    }

    /** Runs between any two reads and once in every turn, until {@link #nothingBetweenReads}. */
    public void betweenReads(Runnable work) {
        betweenReads = work;
    }

    public void nothingBetweenReads() {
        betweenReads = null;
    }

    /**
     * Waits for something to do, does all of it, and returns.
     *
     * @param maxWaitNanos rounded to milliseconds, as the system's poll takes no less; below half of one: no wait
     */
    public void turn(long maxWaitNanos) {
        long millis = (maxWaitNanos + 500_000) / 1_000_000;
        try {
            if (millis <= 0) {
                selector.selectNow(this::ready);
            } else {
                selector.select(this::ready, millis);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        runBetweenReads();
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Link link) {
            link.ready();
        }
        runBetweenReads();
    }

    private void runBetweenReads() {
        if (betweenReads != null) {
            betweenReads.run();
        }
    }

    /** Turns until the condition holds; false when the limit passes first. */
    public boolean runUntil(BooleanSupplier done, long limitNanos) {
        long end = System.nanoTime() + limitNanos;
        while (!done.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            turn(Math.min(Math.max(left, 500_000), 5_000_000));
        }
        return true;
    }

    /** Turns for this long. */
    public void runFor(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 500_000; left = end - System.nanoTime()) {
            turn(Math.min(left, 50_000_000));
        }
    }

    /** Closes the selector; the links are their owners' to close. */
    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
