package dev.parley.application.realtime;

import dev.parley.domain.message.Change;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells somebody what was written, when the author has been answered; what was written twice, perhaps twice.
 *
 * <p>Of those who wait for a future, whoever came first is told last (as {@link CompletableFuture} has it): so it is asked
 * for before the future is given to anybody else.
 */
final class Notices {
    private volatile @Nullable Consumer<Message> reader;

    void tell(Consumer<Message> other) {
        reader = other;
    }

    CompletableFuture<Appended> appended(CompletableFuture<Appended> appending) {
        return when(appending, this::tellAdded);
    }

    CompletableFuture<List<Appended>> appendedAll(CompletableFuture<List<Appended>> appending) {
        return when(appending, results -> results.forEach(this::tellAdded));
    }

    CompletableFuture<Changed> changed(CompletableFuture<Changed> changing, Change change) {
        return change instanceof Change.Edit ? when(changing, this::tellEdited) : changing;
    }

    private <T> CompletableFuture<T> when(CompletableFuture<T> writing, Consumer<T> written) {
        if (reader != null) {
            CompletableFuture<Void> unused = writing.thenAccept(written);
        }
        return writing;
    }

    private void tellAdded(Appended result) {
        if (result instanceof Appended.Added added) {
            told(added.message());
        } else if (result instanceof Appended.Repeated repeated) {
            told(repeated.message()); // The answer to its first try, and with it the notice, may have been lost.
        }
    }

    private void tellEdited(Changed result) {
        if (result instanceof Changed.Done done) {
            told(done.message());
        } else if (result instanceof Changed.Already already) {
            told(already.message());
        }
    }

    private void told(Message message) {
        Consumer<Message> known = reader;
        if (known != null) {
            known.accept(message);
        }
    }
}
