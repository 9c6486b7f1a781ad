package dev.parley.application.bridge;

import dev.parley.application.realtime.Realtime;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes what came in over the bridge into the room's log, and waits until it is durable.
 *
 * <p>Both methods throw {@link ChatException} as the write failed, {@code Unavailable} if it does not end: then nobody
 * knows what was written, and it is written again.
 */
interface Scribe {
    /** Appends the drafts in their order, at most {@link MessageLog#MAX_BATCH}. Returns one result for each. */
    List<Appended> append(List<Draft> drafts);

    Changed change(Seq seq, Change change);

    /** Writes as everybody does, with the room's writer: who listens here hears of it. */
    static Scribe of(RoomId room, Realtime realtime) {
        return new Scribe() {
            @Override
            public List<Appended> append(List<Draft> drafts) {
                return drafts.isEmpty() ? List.of() : await(realtime.appendAll(room, drafts));
            }

            @Override
            public Changed change(Seq seq, Change change) {
                return await(realtime.change(room, seq, change));
            }
        };
    }

    private static <T> T await(CompletableFuture<T> write) {
        try {
            return write.get(15, TimeUnit.SECONDS); // Longer than a writer lets anything wait.
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ChatException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a write failed", e.getCause());
        } catch (TimeoutException e) {
            throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN);
        }
    }
}
