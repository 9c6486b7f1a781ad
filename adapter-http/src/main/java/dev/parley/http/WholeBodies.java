package dev.parley.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request through when its body is there. Until then it holds no thread: who sends a body slowly, or never to its
 * end, keeps nobody waiting but itself.
 *
 * <p>A body must come at {@value #MIN_BYTES_PER_SECOND} bytes a second after its first ten seconds, or the connection
 * ends. One that is too large
 * is read on for a while and thrown away, since a client that is hung up on while it sends does not read the answer. All
 * bodies that are on their way together are bounded too, but for the first {@value #SMALL} bytes of each: whoever fills
 * the server with large ones does not keep a login out.
 */
final class WholeBodies extends Handler.Wrapper {
    /** An attribute of a request whose body was too large to be kept. */
    static final String TOO_LARGE = "parley.too_large";

    private static final int MAX_DISCARDED = 8 << 20;
    private static final long MAX_GATHERED = 64L << 20;
    private static final int SMALL = 4 << 10;
    private static final int MIN_BYTES_PER_SECOND = 1_024;
    private static final long GRACE_NANOS = 10_000_000_000L;
    /** Who sends something, however slowly, is told why it is refused before the connection is closed. */
    private static final long LATE_NANOS = 1_000_000_000L;

    private final int maxBytes;
    private final AtomicLong gathered = new AtomicLong();

    /** @param maxBytes of one body */
    WholeBodies(Handler requests, int maxBytes) {
        super(requests);
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields headers = request.getHeaders();
        long declared = headers.getLongField(HttpHeader.CONTENT_LENGTH);
        if (declared <= 0 && !headers.contains(HttpHeader.TRANSFER_ENCODING)) { // RFC 9112 §6.3
            return super.handle(request, response, callback);
        }
        Body body = new Body(request, response, callback);
        boolean asksFirst = headers.contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
        if (declared > maxBytes + MAX_DISCARDED || (declared > maxBytes && asksFirst)) {
            body.passTooLarge(); // Who asks first is spared the sending (RFC 9110 §10.1.1).
        } else {
            body.run();
        }
        return true;
    }

    /** One body on its way. Confined to the request: one thread reads it at a time. */
    private final class Body implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final long start = System.nanoTime();
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long length;
        private long counted;
        private Scheduler.@Nullable Task deadline;

        Body(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void run() {
            try {
                read();
            } catch (Throwable e) { // what a handler may throw, or a server without memory
                end();
                Response.writeError(request, response, callback, e);
            }
        }

        private void read() throws Exception {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    watch();
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    refuse(400, chunk.getFailure());
                    return;
                }
                boolean last = chunk.isLast();
                try {
                    take(chunk);
                } finally {
                    chunk.release();
                }
                if (gathered.get() > MAX_GATHERED && counted > 0) {
                    refuse(503, null);
                    return;
                }
                boolean tooLarge = Math.max(length, request.getLength()) > maxBytes;
                if (tooLarge && (last || length > maxBytes + MAX_DISCARDED || isTooSlow())) {
                    passTooLarge();
                    return;
                }
                if (last) {
                    pass(bytes.toByteArray());
                    return;
                }
                if (isTooSlow()) {
                    refuse(400, new TimeoutException("a body came too slowly"));
                    return;
                }
            }
        }

        private void take(Content.Chunk chunk) {
            length += chunk.remaining();
            if (length > maxBytes) {
                release();
                return;
            }
            bytes.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
            long more = Math.max(0, length - SMALL) - counted;
            counted += more;
            gathered.addAndGet(more);
        }

        private boolean isTooSlow() {
            return System.nanoTime() - start > patience();
        }

        private long patience() {
            return GRACE_NANOS + TimeUnit.SECONDS.toNanos(Math.min(length, maxBytes)) / MIN_BYTES_PER_SECOND;
        }

        /** Nothing may come any more, or what is not content: then nobody would ask how slow it is. */
        private void watch() {
            Scheduler.Task before = deadline;
            if (before != null) {
                before.cancel();
            }
            long left = Math.max(0, start + patience() - System.nanoTime()) + LATE_NANOS;
            deadline = request.getComponents()
                    .getScheduler()
                    .schedule(
                            request.getConnectionMetaData().getConnection().getEndPoint()::close,
                            left,
                            TimeUnit.NANOSECONDS);
        }

        private void release() {
            bytes = new ByteArrayOutputStream(0);
            gathered.addAndGet(-counted);
            counted = 0;
        }

        /** The body is waited for no longer. */
        private void end() {
            release();
            Scheduler.Task waiting = deadline;
            if (waiting != null) {
                waiting.cancel();
            }
        }

        private void refuse(int status, @Nullable Throwable reason) {
            end();
            Response.writeError(request, response, callback, status, null, reason);
        }

        void passTooLarge() throws Exception {
            request.setAttribute(TOO_LARGE, true);
            pass(new byte[0]);
        }

        private void pass(byte[] body) throws Exception {
            end();
            if (!WholeBodies.super.handle(new Loaded(request, body), response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        }
    }

    /** A request whose body was read before. */
    private static final class Loaded extends Request.Wrapper {
        private final Content.Source body;
        private final long length;

        Loaded(Request request, byte[] body) {
            super(request);
            this.body = Content.Source.from(ByteBuffer.wrap(body));
            this.length = body.length;
        }

        @Override
        public long getLength() {
            return length;
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demandCallback) {
            body.demand(demandCallback);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }
}
