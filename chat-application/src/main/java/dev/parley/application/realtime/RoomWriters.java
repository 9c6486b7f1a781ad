package dev.parley.application.realtime;

import dev.parley.application.schedule.Scheduling;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps one writer for each room that is being written to. Guarded by the map: a writer is used and removed under it. */
final class RoomWriters {
    private final MessageLog log;
    private final Scheduling scheduling;
    private final RoomFeeds feeds;
    private final Consumer<RoomId> committed;
    private final ConcurrentMap<RoomId, RoomWriter> writers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param committed is told which log has grown */
    RoomWriters(MessageLog log, Scheduling scheduling, RoomFeeds feeds, Consumer<RoomId> committed) {
        this.log = log;
        this.scheduling = scheduling;
        this.feeds = feeds;
        this.committed = committed;
    }

    CompletableFuture<Appended> append(RoomId room, Draft draft) {
        return with(room, writer -> writer.append(draft));
    }

    CompletableFuture<List<Appended>> appendAll(RoomId room, List<Draft> drafts) {
        return with(room, writer -> writer.appendAll(drafts));
    }

    CompletableFuture<Changed> change(RoomId room, Seq seq, Change change) {
        return with(room, writer -> writer.change(seq, change));
    }

    /** Takes nothing more. */
    void close() {
        closed = true;
    }

    /** Whether everything that was taken has been written. */
    boolean isIdle() {
        return writers.isEmpty();
    }

    private <T> CompletableFuture<T> with(RoomId room, Function<RoomWriter, CompletableFuture<T>> command) {
        Answer<T> answer = new Answer<>();
        writers.compute(room, (id, known) -> {
            if (closed) {
                throw new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN);
            }
            RoomWriter writer = known == null ? open(room) : known;
            answer.future = command.apply(writer);
            return writer;
        });
        return answer.future;
    }

    private RoomWriter open(RoomId room) {
        return new RoomWriter(room, log, scheduling, feeds, committed, () -> removeIfIdle(room));
    }

    private void removeIfIdle(RoomId room) {
        writers.computeIfPresent(room, (id, writer) -> writer.isIdle() ? null : writer);
    }

    /** Carries a future out of the map's lock. */
    private static final class Answer<T> {
        private CompletableFuture<T> future = new CompletableFuture<>();
    }
}
