package dev.parley.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer whole from whoever gives it and sends it without a thread: who does not read its answer keeps nobody
 * waiting, neither a request thread nor the thread of the room that brought the answer.
 *
 * <p>Nearly all answers go into the connection's buffers at once. What does not is held for clients that read at {@value
 * #MIN_BYTES_PER_SECOND} bytes a second at least, {@value #MAX_UNREAD} bytes of all clients together; others are cut off.
 * An answer of more than {@value #MAX_HELD} bytes is not held but streamed by its thread.
 */
final class WholeAnswers extends Handler.Wrapper {
    private static final int MAX_HELD = 8 << 20;
    private static final long MAX_UNREAD = 64L << 20;
    private static final int MIN_BYTES_PER_SECOND = 1_024;
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final AtomicLong unread = new AtomicLong();

    WholeAnswers(Handler requests) {
        super(requests);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Answer answer = new Answer(request, response, callback);
        return super.handle(request, answer, Callback.from(answer::send, callback::failed));
    }

    /** One answer. Confined to its request: one thread writes at a time. */
    private final class Answer extends Response.Wrapper {
        private final Callback callback;
        private ByteArrayOutputStream held = new ByteArrayOutputStream();
        private boolean whole;
        private boolean streamed;

        Answer(Request request, Response response, Callback callback) {
            super(request, response);
            this.callback = callback;
        }

        @Override
        public void write(boolean last, @Nullable ByteBuffer part, Callback written) {
            if (streamed || held.size() + BufferUtil.length(part) > MAX_HELD) {
                stream(last, part, written);
                return;
            }
            if (part != null && part.hasRemaining()) {
                held.writeBytes(BufferUtil.toArray(part));
                part.position(part.limit());
            }
            whole |= last;
            written.succeeded();
        }

        private void stream(boolean last, @Nullable ByteBuffer part, Callback written) {
            ByteBuffer before = streamed ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(held.toByteArray());
            streamed = true;
            held = new ByteArrayOutputStream(0);
            if (before.hasRemaining()) {
                super.write(false, before, Callback.from(() -> super.write(last, part, written), written::failed));
            } else {
                super.write(last, part, written);
            }
        }

        @Override
        public boolean hasLastWrite() {
            return whole || super.hasLastWrite();
        }

        @Override
        public void reset() {
            super.reset();
            held.reset();
            whole = false;
        }

        /**
         * Also what is empty: Jetty would write that itself when the callback succeeds, and of such a write it may think that
         * it is over before it has been told so (12.1.12, the race of its issue 14745), and then the next request of the
         * connection meets the state of this one.
         */
        void send() {
            if (super.hasLastWrite()) {
                callback.succeeded();
                return;
            }
            byte[] bytes = held.toByteArray();
            held = new ByteArrayOutputStream(0);
            Sending sending = new Sending(getRequest(), callback, bytes.length);
            super.write(true, ByteBuffer.wrap(bytes), sending);
            sending.watch();
        }
    }

    /** An answer on its way. Guarded by its lock. */
    private final class Sending implements Callback {
        private final Request request;
        private final Callback callback;
        private final int size;
        private boolean over;
        private boolean counted;
        private Scheduler.@Nullable Task deadline;

        Sending(Request request, Callback callback, int size) {
            this.request = request;
            this.callback = callback;
            this.size = size;
        }

        /** What the connection has not taken at once waits for its client. */
        void watch() {
            synchronized (this) {
                if (over) {
                    return;
                }
                counted = true;
                if (unread.addAndGet(size) <= MAX_UNREAD) {
                    long patience = GRACE.toMillis() + size * 1_000L / MIN_BYTES_PER_SECOND;
                    deadline = request.getComponents()
                            .getScheduler()
                            .schedule(this::cutOff, patience, TimeUnit.MILLISECONDS);
                    return;
                }
            }
            cutOff();
        }

        private void cutOff() {
            synchronized (this) {
                if (over) {
                    return;
                }
            }
            request.getConnectionMetaData().getConnection().getEndPoint().close();
        }

        private synchronized void end() {
            over = true;
            if (counted) {
                unread.addAndGet(-size);
            }
            if (deadline != null) {
                deadline.cancel();
            }
        }

        @Override
        public void succeeded() {
            end();
            callback.succeeded();
        }

        @Override
        public void failed(Throwable failure) {
            end();
            callback.failed(failure);
        }

        @Override
        public InvocationType getInvocationType() {
            return callback.getInvocationType();
        }
    }
}
