package dev.parley.http;

import dev.parley.http.request.Exchange;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Lets a request through when its body is there. Until then it holds no thread: who sends a body slowly, or never to its
 * end, keeps nobody waiting but itself.
 *
 * <p>A body that is too large is read on for a while and thrown away, since a client that is hung up on while it sends
 * does not read the answer. All bodies that are on their way together are bounded too.
 */
final class WholeBodies extends Handler.Wrapper {
    private static final int MAX_DISCARDED = 8 << 20;
    private static final long MAX_GATHERED = 64L << 20;

    private final int maxBytes;
    private final AtomicLong gathered = new AtomicLong();

    /** @param maxBytes of one body */
    WholeBodies(Handler requests, int maxBytes) {
        super(requests);
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!hasBody(request.getHeaders())) {
            return super.handle(request, response, callback);
        }
        new Body(request, response, callback).run();
        return true;
    }

    /** RFC 9112 §6.3. */
    private static boolean hasBody(HttpFields headers) {
        return headers.contains(HttpHeader.TRANSFER_ENCODING) || headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0;
    }

    /** One body on its way. Confined to the request: one thread reads it at a time. */
    private final class Body implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long length;

        Body(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    gathered.addAndGet(-bytes.size());
                    Response.writeError(request, response, callback, 400, null, chunk.getFailure());
                    return;
                }
                boolean last = chunk.isLast();
                boolean room = take(chunk);
                chunk.release();
                if (!room) {
                    gathered.addAndGet(-bytes.size());
                    Response.writeError(request, response, callback, 503);
                    return;
                }
                if (last || length > maxBytes + MAX_DISCARDED) {
                    pass();
                    return;
                }
            }
        }

        /** Returns false if there is no place for it beside all the others. */
        private boolean take(Content.Chunk chunk) {
            length += chunk.remaining();
            if (length > maxBytes) {
                return true;
            }
            byte[] part = BufferUtil.toArray(chunk.getByteBuffer());
            bytes.writeBytes(part);
            return gathered.addAndGet(part.length) <= MAX_GATHERED;
        }

        private void pass() {
            gathered.addAndGet(-bytes.size());
            boolean tooLarge = length > maxBytes;
            byte[] body = tooLarge ? new byte[0] : bytes.toByteArray();
            if (tooLarge) {
                request.setAttribute(Exchange.TOO_LARGE, true);
            }
            try {
                if (!WholeBodies.super.handle(new Loaded(request, body), response, callback)) {
                    Response.writeError(request, response, callback, 404);
                }
            } catch (Throwable e) { // what a handler may throw
                Response.writeError(request, response, callback, e);
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
