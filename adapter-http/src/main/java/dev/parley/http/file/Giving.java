package dev.parley.http.file;

import dev.parley.domain.file.FileBytes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Gives one file out, a piece at a time, when the client has taken the one before. While it has not it holds no thread. Who
 * takes nothing for a minute is cut off by the server, who takes a piece in more than {@value #PIECE_SECONDS} seconds or
 * less than {@value #MIN_BYTES_PER_SECOND} bytes a second beyond these, here. Its turns follow each other; the deadline is guarded by its lock.
 */
final class Giving implements Runnable {
    private static final int PIECE = 32 << 10;
    private static final long PIECE_SECONDS = 75;
    private static final int MIN_BYTES_PER_SECOND = 1 << 10;

    /** For so many times as long as a download kept a processor busy its thread leaves it to others, up to this time. */
    private static final int RESTS = 6;

    private static final long MAX_REST_NANOS = 20_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Conversation conversation;
    private final FileBytes.Source source;
    private final Executor workers;
    private final byte[] piece;
    private final long begun = System.nanoTime();
    private final long length;
    private long position;
    private long left;
    /** How much of the piece was read and is not written yet. */
    private int ready;

    private long turns;
    private boolean written;
    private Scheduler.@Nullable Task deadline;

    /**
     * Reads the first piece, and writes nothing yet: what fails here can still be said.
     *
     * @param range not empty
     */
    Giving(Conversation conversation, FileBytes.Source source, ByteRange range, Executor workers) {
        this.conversation = conversation;
        this.source = source;
        this.position = range.from();
        this.left = range.length();
        this.workers = workers;
        this.length = range.length();
        this.piece = new byte[(int) Math.min(PIECE, range.length())];
        this.ready = read();
    }

    @Override
    public void run() {
        long begin = THREADS.getCurrentThreadCpuTime();
        give();
        LockSupport.parkNanos(Math.min(RESTS * (THREADS.getCurrentThreadCpuTime() - begin), MAX_REST_NANOS));
    }

    private void give() {
        try {
            int read = ready == 0 ? read() : ready;
            ready = 0;
            position += read;
            left -= read;
            long turn = begin();
            conversation
                    .response()
                    .write(
                            left == 0,
                            ByteBuffer.wrap(piece, 0, read),
                            Callback.from(Callback.InvocationType.NON_BLOCKING, this::taken, this::broken));
            watch(turn);
        } catch (Throwable e) { // Its beginning has been sent with a status that says that all is well.
            broken(e);
        }
    }

    private int read() {
        int read = source.read(position, piece, 0, (int) Math.min(piece.length, left));
        if (read < 0) {
            throw new IllegalStateException("a file is shorter than it was");
        }
        return read;
    }

    private synchronized long begin() {
        written = false;
        return ++turns;
    }

    /** What the connection has not taken at once waits for its client; by now it may have, and the next turn have begun. */
    private synchronized void watch(long turn) {
        if (turn == turns && !written) {
            deadline = conversation
                    .request()
                    .getComponents()
                    .getScheduler()
                    .schedule(
                            conversation
                                    .request()
                                    .getConnectionMetaData()
                                    .getConnection()
                                    .getEndPoint()::close,
                            PIECE_SECONDS,
                            TimeUnit.SECONDS);
        }
    }

    private synchronized void endWatch() {
        written = true;
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    private void taken() {
        endWatch();
        if (left == 0) {
            source.close();
            conversation.callback().succeeded();
            return;
        }
        if (System.nanoTime() - begun > patience()) {
            broken(new TimeoutException("the client takes a file too slowly"));
            return;
        }
        FileTransfers.execute(workers, this, this::broken);
    }

    private long patience() {
        return TimeUnit.SECONDS.toNanos(PIECE_SECONDS + (length - left) / MIN_BYTES_PER_SECOND);
    }

    private void broken(Throwable failure) {
        endWatch();
        source.close();
        conversation.breakOff(failure);
    }
}
