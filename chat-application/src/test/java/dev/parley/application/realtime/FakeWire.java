package dev.parley.application.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A transport that remembers what it was given, may be stalled, and ends its writes where it is told. Guarded by its lock. */
final class FakeWire implements Wire {
    private final Executor completions;
    private final List<String> frames = new ArrayList<>();
    private final List<Integer> writes = new ArrayList<>();
    private final List<CloseReason> closes = new ArrayList<>();
    private @Nullable Runnable pending;
    private boolean stalled;
    private boolean underWay;
    private boolean overlapped;
    private boolean broken;
    private int pings;
    private Duration heartbeat = Vigil.PING_AFTER;
    private int framesAfterClose;

    /** Writes end before they return. */
    FakeWire() {
        this(Runnable::run);
    }

    /** @param completions where writes end */
    FakeWire(Executor completions) {
        this.completions = completions;
    }

    @Override
    public void write(List<byte[]> batch, Runnable done) {
        Runnable end = () -> {
            synchronized (this) {
                underWay = false;
            }
            done.run();
        };
        synchronized (this) {
            if (broken) {
                throw new IllegalStateException("broken wire");
            }
            overlapped |= underWay;
            underWay = true;
            writes.add(batch.size());
            batch.forEach(frame -> frames.add(new String(frame, StandardCharsets.UTF_8)));
            framesAfterClose += closes.isEmpty() ? 0 : batch.size();
            if (stalled) {
                pending = end;
                return;
            }
        }
        completions.execute(end);
    }

    @Override
    public synchronized void ping() {
        if (broken) {
            throw new IllegalStateException("broken wire");
        }
        pings++;
    }

    @Override
    public synchronized Duration heartbeat() {
        return heartbeat;
    }

    /** From now on it is pinged after such a silence. */
    synchronized void heartbeat(Duration other) {
        heartbeat = other;
    }

    @Override
    public synchronized void close(CloseReason reason) {
        closes.add(reason);
    }

    /** From now on no write ends. */
    synchronized void stall() {
        stalled = true;
    }

    /** From now on everything throws. */
    synchronized void breakDown() {
        broken = true;
    }

    /** The write that is under way ends, and those to come do at once. */
    void flow() {
        Runnable end;
        synchronized (this) {
            stalled = false;
            end = pending;
            pending = null;
        }
        if (end != null) {
            end.run();
        }
    }

    /** The write that is under way ends; the next one does not. */
    void step() {
        Runnable end;
        synchronized (this) {
            end = pending;
            pending = null;
        }
        if (end != null) {
            end.run();
        }
    }

    synchronized List<String> frames() {
        assertThat(overlapped).as("two writes at once").isFalse();
        return List.copyOf(frames);
    }

    /** The frames that begin with this word. */
    List<String> frames(String word) {
        return frames().stream().filter(frame -> frame.startsWith(word + " ")).toList();
    }

    /** Forgets what it was given. */
    synchronized void clear() {
        frames.clear();
        writes.clear();
    }

    synchronized List<Integer> writes() {
        return List.copyOf(writes);
    }

    synchronized List<CloseReason> closes() {
        return List.copyOf(closes);
    }

    synchronized int pings() {
        return pings;
    }

    synchronized int framesAfterClose() {
        return framesAfterClose;
    }

    synchronized boolean isStalled() {
        return stalled;
    }
}
