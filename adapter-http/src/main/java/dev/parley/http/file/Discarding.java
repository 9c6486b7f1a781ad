package dev.parley.http.file;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/** Throws away what is left of a body, some megabytes or seconds of it, when its request has been answered. */
final class Discarding implements Callback, Runnable, Invocable {
    private static final long MOST = 8 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Request request;
    private final Callback callback;
    private final AtomicBoolean over = new AtomicBoolean();
    /** Confined to the reading. */
    private long discarded;

    Discarding(Request request, Callback callback) {
        this.request = request;
        this.callback = callback;
    }

    @Override
    public void succeeded() {
        run();
        if (!over.get()) {
            request.getComponents().getScheduler().schedule(this::cutOff, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Ends the reading too, so that nothing is read of a request that has ended. */
    private void cutOff() {
        if (!over.get()) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (over.compareAndSet(false, true)) {
            callback.failed(failure);
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void run() {
        while (!over.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            boolean last = Content.Chunk.isFailure(chunk) || chunk.isLast();
            discarded += chunk.remaining();
            chunk.release();
            if (last || discarded > MOST) {
                end();
            }
        }
    }

    private void end() {
        if (over.compareAndSet(false, true)) {
            callback.succeeded();
        }
    }
}
