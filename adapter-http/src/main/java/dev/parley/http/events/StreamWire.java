package dev.parley.http.events;

import dev.parley.application.realtime.CloseReason;
import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.realtime.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to one event stream, one write at a time, and holds no thread while one is under way.
 *
 * <p>Until it is opened it writes nothing, so that its request can still be refused. A client never speaks: that it takes
 * what is written, a comment if there is nothing else, is its sign of life. One that ends its side has gone, and so has one
 * that a write does not reach, or that has left without a word and takes nothing. Guarded by its own lock; Jetty is called
 * outside of it.
 */
final class StreamWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(StreamWire.class);

    /** As the specification advises for proxies that cut silent connections. */
    static final Duration HEARTBEAT = Duration.ofSeconds(20);

    /** What a client may send behind its request, in bytes; nobody reads it. */
    private static final int MAX_NOISE = 8 << 10;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Realtime realtime;
    private final LongSupplier nanoTime;

    /** Null until it is opened; then confined to the write under way. */
    private @Nullable StreamText text;

    private @Nullable Connection connection;
    private boolean writing;
    private @Nullable Batch waiting;
    private @Nullable CloseReason closed;
    private boolean over;

    /** Confined to the reading. */
    private int noise;

    /** What the outbox wants written while something else is: it gives one at a time. */
    private record Batch(List<byte[]> frames, Runnable done) {}

    StreamWire(Request request, Response response, Callback callback, Realtime realtime, LongSupplier nanoTime) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.realtime = realtime;
        this.nanoTime = nanoTime;
    }

    @Override
    public Duration heartbeat() {
        return HEARTBEAT;
    }

    /**
     * Answers the request with the stream, whose first event that is. From now on the wire ends the connection.
     *
     * @return why it is not opened, if it was closed before
     */
    @Nullable
    CloseReason open(Connection served, StreamText streamed, byte[] retry, byte[] hello) {
        synchronized (this) {
            if (closed != null) {
                return closed;
            }
            connection = served;
            text = streamed;
            writing = true;
        }
        send(streamed.opening(retry, hello, nanoTime.getAsLong()), StreamWire::nothing);
        awaitEnd();
        return null;
    }

    /** Finds out that the client has ended its side: of all that a server is told by reading there is nothing else. */
    private void awaitEnd() {
        try {
            endPoint().fillInterested(Callback.from(InvocationType.NON_BLOCKING, this::drain, this::gone));
        } catch (ReadPendingException e) {
            LOG.debug("A stream's end will be found out by writing", e);
        }
    }

    private void drain() {
        try {
            ByteBuffer buffer = BufferUtil.allocate(MAX_NOISE);
            int read = endPoint().fill(buffer);
            noise += Math.max(read, 0);
            if (read < 0 || noise > MAX_NOISE) {
                gone(new EofException("the client has ended the stream"));
            } else {
                awaitEnd();
            }
        } catch (IOException e) {
            gone(e);
        }
    }

    private void gone(Throwable why) {
        synchronized (this) {
            if (over) {
                return;
            }
            closed = closed == null ? CloseReason.SILENT : closed;
        }
        finish(why);
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    @Override
    public void write(List<byte[]> frames, Runnable done) {
        StreamText free;
        synchronized (this) {
            free = free();
            if (free == null && closed == null) {
                waiting = new Batch(frames, done);
                return;
            }
        }
        if (free == null) {
            done.run();
        } else {
            send(free.events(frames, nanoTime.getAsLong()), done);
        }
    }

    /** While something is being written, its end is what is waited for. */
    @Override
    public void ping() {
        StreamText free;
        synchronized (this) {
            free = free();
        }
        if (free != null) {
            send(free.comment(nanoTime.getAsLong()), StreamWire::nothing);
        }
    }

    /** Begins a write, if there may be one now. */
    private @Nullable StreamText free() {
        if (writing || closed != null || text == null) {
            return null;
        }
        writing = true;
        return text;
    }

    /** Nobody waits for the end of what the wire writes of itself. */
    private static void nothing() {}

    private void send(ByteBuffer bytes, Runnable done) {
        Callback end = Callback.from(InvocationType.NON_BLOCKING, () -> sent(done), failure -> failed(done, failure));
        response.write(false, bytes, end);
    }

    private void sent(Runnable done) {
        Batch next;
        StreamText streamed;
        Connection served;
        boolean ended;
        synchronized (this) {
            ended = closed != null;
            next = waiting;
            waiting = null;
            writing = next != null;
            streamed = text;
            served = connection;
        }
        if (served != null) {
            served.heard();
        }
        if (ended || streamed == null) {
            finish(new IllegalStateException("the stream was closed"));
            if (next != null) {
                next.done.run();
            }
        } else if (next != null) {
            send(streamed.events(next.frames, nanoTime.getAsLong()), next.done);
        }
        done.run();
    }

    private void failed(Runnable done, Throwable failure) {
        Batch next;
        synchronized (this) {
            closed = closed == null ? CloseReason.SILENT : closed;
            next = waiting;
            waiting = null;
        }
        finish(failure);
        done.run();
        if (next != null) {
            next.done.run();
        }
    }

    /** A stream that is at rest is ended in order, and told why; from one that does not take what it is sent, it is taken. */
    @Override
    public void close(CloseReason reason) {
        boolean atRest;
        synchronized (this) {
            boolean first = closed == null;
            closed = first ? reason : closed;
            if (!first || text == null) {
                return;
            }
            atRest = !writing;
            writing = true;
        }
        if (atRest) {
            response.write(
                    true,
                    farewell(reason),
                    Callback.from(InvocationType.NON_BLOCKING, () -> finish(null), this::finish));
        } else {
            finish(new IllegalStateException("the stream was cut off: " + reason));
        }
    }

    private static ByteBuffer farewell(CloseReason reason) {
        String why = switch (reason) {
            case TOKEN_EXPIRED -> "the token has expired";
            case SESSION_ENDED -> "the session has ended";
            case TOO_SLOW -> "too slow";
            case SILENT -> "silent";
            case GOING_AWAY -> "the server leaves";
            case ROOM_LEFT -> "the room was left";
        };
        return ByteBuffer.wrap((": " + why + "\n\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void finish(@Nullable Throwable failure) {
        Connection served;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            served = connection;
        }
        endPoint().close(); // Who has read from it cannot give it back for another request.
        if (served != null) {
            realtime.disconnect(served);
        }
        if (failure == null) {
            callback.succeeded();
        } else {
            callback.failed(failure);
        }
    }
}
