package dev.parley.tinode;

import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers, and tells failures as the bridge knows them. */
final class Answers {
    /** The session itself gives up before. */
    private static final long PATIENCE_SECONDS = Session.PATIENCE.toSeconds() + 5;

    private Answers() {}

    static <T> T await(CompletableFuture<T> answer) throws MessengerException {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            throw new MessengerException(Remedy.LOOK, "no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessengerException(Remedy.LOOK, "the server is going down");
        }
    }

    /** The same answer, whose failure is the bridge's. */
    static <T> CompletableFuture<T> translated(CompletableFuture<T> answer) {
        return answer.handle((value, failure) -> {
            if (failure != null) {
                throw new CompletionException(failure(failure));
            }
            return value;
        });
    }

    private static MessengerException failure(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException || cause instanceof ExecutionException) {
            cause = cause.getCause();
        }
        if (cause instanceof Refusal refusal) {
            return refusal.failure();
        }
        return cause instanceof MessengerException known
                ? known
                : new MessengerException(Remedy.LOOK, "unexpected: " + cause);
    }
}
