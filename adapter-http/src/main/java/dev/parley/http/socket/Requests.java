package dev.parley.http.socket;

import dev.parley.application.realtime.Connection;
import dev.parley.domain.ChatException;
import dev.parley.http.request.JsonBody;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves what one signed-in client asks for, each request with one answer. No more than {@value #MAX_PENDING} writes are
 * under way: so long nothing more is read.
 */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
    private static final int MAX_PENDING = 64;

    private final Dialogue dialogue;
    private final Connection connection;
    private final Runnable readOn;
    private final AtomicInteger pending = new AtomicInteger();

    /** @param readOn asks for the next frame */
    Requests(Dialogue dialogue, Connection connection, Runnable readOn) {
        this.dialogue = dialogue;
        this.connection = connection;
        this.readOn = readOn;
    }

    Connection connection() {
        return connection;
    }

    /** Returns whether the next frame may come already; if not, it is asked for when it may. */
    boolean serve(JsonBody frame, @Nullable String ref) {
        CompletableFuture<Optional<byte[]>> answer = dialogue.serve(connection, frame, ref);
        if (answer.isDone()) {
            answerWith(ref, answer, () -> {});
            return true;
        }
        int under = pending.incrementAndGet();
        answerWith(ref, answer, () -> {
            if (pending.getAndDecrement() == MAX_PENDING) {
                readOn.run();
            }
        });
        return under < MAX_PENDING;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what it ends with is told to the client
    private void answerWith(@Nullable String ref, CompletableFuture<Optional<byte[]>> answer, Runnable afterwards) {
        answer.whenComplete((frame, failure) -> {
            try {
                if (failure != null) {
                    refuse(ref, refusal(failure));
                } else {
                    frame.ifPresent(connection::answer);
                }
            } finally {
                afterwards.run();
            }
        });
    }

    void refuse(@Nullable String ref, ChatException refusal) {
        connection.answer(SocketFormat.error(ref, refusal));
    }

    /** What a client is told of a failure. */
    static ChatException refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ChatException refusal) {
            return refusal;
        }
        LOG.error("A frame could not be served", cause);
        return new ChatException.Bug(cause);
    }
}
