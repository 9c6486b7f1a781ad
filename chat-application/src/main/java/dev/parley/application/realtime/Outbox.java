package dev.parley.application.realtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the frames that a connection has yet to take, and no more than {@value #MAX_BYTES} bytes or {@value
 * #MAX_FRAMES} frames of them (or a single larger one): one more ends the connection, which resumes, rather than be sent
 * with a hole.
 *
 * <p>A connection that was quiet is written to at once. One that was just written to gathers frames for about {@link #WINDOW},
 * so that a busy one costs one system call for many frames; an answer that somebody waits for never gathers. Guarded by
 * its own lock; the wire is called outside of it. Empty, it holds no queue.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    static final int MAX_BYTES = 1 << 20;
    static final int MAX_FRAMES = 1_000;
    static final Duration WINDOW = Duration.ofMillis(15);

    private static final int BATCH_FRAMES = 64;
    private static final int BATCH_BYTES = 64 << 10;

    private final Wire wire;
    private final Consumer<Outbox> flushSoon;
    private final LongSupplier nanoTime;

    private @Nullable ArrayDeque<byte[]> waiting;
    private int bytes;
    private int frames;
    private boolean writing;
    private boolean gathering;
    private boolean closed;
    private long lastWrite;
    private @Nullable Runnable onDrained;

    /** @param flushSoon calls {@link #flush} of the outbox that it is given, about {@link #WINDOW} later */
    Outbox(Wire wire, Consumer<Outbox> flushSoon, LongSupplier nanoTime) {
        this.wire = wire;
        this.flushSoon = flushSoon;
        this.nanoTime = nanoTime;
        this.lastWrite = nanoTime.getAsLong() - WINDOW.toNanos();
    }

    /** How a frame is treated. */
    enum Urgency {
        /** Somebody waits for it: written at once. */
        ANSWER,
        /** Gathered for a few milliseconds when the connection is busy, never left out. */
        EVENT,
        /** As an event, but left out when the connection is half full. */
        EPHEMERAL
    }

    private enum Next {
        NOTHING,
        WRITE,
        GATHER,
        OVERFLOW,
        LEFT_OUT
    }

    void offer(byte[] frame, Urgency urgency) {
        boolean unused = offered(frame, urgency);
    }

    /** As {@link #offer}. Returns whether the frame was not left out. */
    boolean offered(byte[] frame, Urgency urgency) {
        Next next = admit(frame, urgency);
        switch (next) {
            case WRITE -> pump();
            case GATHER -> flushSoon.accept(this);
            case OVERFLOW -> closeWire(CloseReason.TOO_SLOW);
            case NOTHING, LEFT_OUT -> {}
        }
        return next != Next.LEFT_OUT;
    }

    private synchronized Next admit(byte[] frame, Urgency urgency) {
        if (closed) {
            return Next.NOTHING;
        }
        if (urgency == Urgency.EPHEMERAL && isHalfFull(frame.length)) {
            return Next.LEFT_OUT;
        }
        if (frames > 0 && (frames + 1 > MAX_FRAMES || bytes + frame.length > MAX_BYTES)) {
            close();
            return Next.OVERFLOW;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        waiting.add(frame);
        frames++;
        bytes += frame.length;
        if (writing) {
            return Next.NOTHING;
        }
        if (urgency == Urgency.ANSWER || isBatch() || (!gathering && isRested())) {
            writing = true;
            return Next.WRITE;
        }
        boolean first = !gathering;
        gathering = true;
        return first ? Next.GATHER : Next.NOTHING;
    }

    private boolean isRested() {
        return nanoTime.getAsLong() - lastWrite >= WINDOW.toNanos();
    }

    /** Whether there is nothing to be gained by gathering more. A burst must not fill what a willing wire would take. */
    private boolean isBatch() {
        return frames >= BATCH_FRAMES || bytes >= BATCH_BYTES;
    }

    /** Writes what was gathered. */
    void flush() {
        synchronized (this) {
            gathering = false;
            if (writing || closed || waiting == null) {
                return;
            }
            writing = true;
        }
        pump();
    }

    /** Whether so much waits that a replay should pause: half of what may. Never if nothing waits. */
    synchronized boolean isHalfFull(int more) {
        return frames > 0 && (frames * 2 >= MAX_FRAMES || (bytes + more) * 2L > MAX_BYTES);
    }

    /** Whether everything has been written. */
    synchronized boolean isEmpty() {
        return closed || (frames == 0 && !writing);
    }

    /** Runs the task once everything has been written; at once if it has. Never if the connection ends before. */
    void whenDrained(Runnable task) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (frames > 0) {
                onDrained = task;
                return;
            }
        }
        task.run();
    }

    /** Takes nothing more. Returns whether it did until now. */
    synchronized boolean close() {
        boolean open = !closed;
        closed = true;
        waiting = null;
        onDrained = null;
        return open;
    }

    /** Takes nothing more, and ends the connection if nobody has. */
    void end(CloseReason reason) {
        if (close()) {
            closeWire(reason);
        }
    }

    private void closeWire(CloseReason reason) {
        try {
            wire.close(reason);
        } catch (RuntimeException e) {
            LOG.error("A wire could not be closed", e);
        }
    }

    private void pump() {
        while (true) {
            List<byte[]> batch = new ArrayList<>();
            Runnable drained = null;
            synchronized (this) {
                int size = take(batch);
                if (size == 0) {
                    drained = onDrained;
                    onDrained = null;
                    writing = drained != null; // Until that is done.
                    lastWrite = nanoTime.getAsLong();
                }
            }
            if (drained != null) {
                run(drained);
                continue;
            }
            if (batch.isEmpty()) {
                return;
            }
            AtomicBoolean met = new AtomicBoolean();
            write(batch, () -> {
                written(batch);
                if (!met.compareAndSet(false, true)) {
                    pump();
                }
            });
            if (met.compareAndSet(false, true)) {
                return; // The write goes on; its end goes on with the rest.
            }
        }
    }

    /** A replay that cannot go on must not leave its connection silent. */
    private void run(Runnable drained) {
        try {
            drained.run();
        } catch (RuntimeException e) {
            LOG.error("A connection cannot be sent more", e);
            end(CloseReason.GOING_AWAY);
        }
    }

    /** A wire that fails ends its own connection, and not the round of who writes to many. */
    private void write(List<byte[]> batch, Runnable done) {
        try {
            wire.write(batch, done);
        } catch (RuntimeException e) {
            LOG.error("A wire could not be written to", e);
            end(CloseReason.GOING_AWAY);
        }
    }

    private int take(List<byte[]> batch) {
        int size = 0;
        while (waiting != null && batch.size() < BATCH_FRAMES && size < BATCH_BYTES) {
            byte[] frame = waiting.poll();
            if (frame != null) {
                batch.add(frame);
                size += frame.length;
            }
            if (waiting.isEmpty()) {
                waiting = null;
            }
        }
        return size;
    }

    private synchronized void written(List<byte[]> batch) {
        frames -= batch.size();
        for (byte[] frame : batch) {
            bytes -= frame.length;
        }
    }
}
