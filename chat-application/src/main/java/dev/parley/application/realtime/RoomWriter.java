package dev.parley.application.realtime;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one room's log, one batch after another: while a batch is being written the next one gathers (group
 * commit).
 *
 * <p>At most {@value #MAX_WAITING} commands wait, none longer than {@link #PATIENCE}: who comes when it is full, or
 * waited in vain, is told that the server is overloaded, and nothing was written. A batch that the store did not answer
 * fails as a whole with an unknown outcome, and the feed is told to look. The queue is guarded by the writer's lock;
 * batches are confined to the mailbox, and so are the answers, in an own one: who is slow to hear them does not hold
 * the next batch up.
 */
final class RoomWriter {
    private static final int MAX_WAITING = 4_000;
    private static final int MAX_BATCH_CHARACTERS = 256 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A write that timed out may still happen: the feed looks once more after this time. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

    private final RoomId room;
    private final MessageLog log;
    private final Scheduling scheduling;
    private final RoomFeeds feeds;
    private final Mailbox batches;
    private final Mailbox answers;
    private final ArrayDeque<Command> waiting = new ArrayDeque<>();

    RoomWriter(RoomId room, MessageLog log, Scheduling scheduling, RoomFeeds feeds) {
        this.room = room;
        this.log = log;
        this.scheduling = scheduling;
        this.feeds = feeds;
        this.batches = new Mailbox(scheduling.workers(), dropped -> failAll());
        this.answers = new Mailbox(scheduling.workers(), dropped -> dropped.forEach(Runnable::run));
    }

    /** What waits to be written: an append if {@code draft} is there, else a change. */
    private sealed interface Command {
        long since();

        CompletableFuture<?> answer();
    }

    private record Append(Draft draft, CompletableFuture<Appended> answer, long since) implements Command {}

    private record Amend(Seq seq, Change change, CompletableFuture<Changed> answer, long since) implements Command {}

    CompletableFuture<Appended> append(Draft draft) {
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        enqueue(new Append(draft, answer, scheduling.nanoTime().getAsLong()));
        return answer;
    }

    CompletableFuture<Changed> change(Seq seq, Change change) {
        CompletableFuture<Changed> answer = new CompletableFuture<>();
        enqueue(new Amend(seq, change, answer, scheduling.nanoTime().getAsLong()));
        return answer;
    }

    private void enqueue(Command command) {
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
            }
            waiting.add(command);
            if (waiting.size() > 1) {
                return; // Whoever made it non-empty has called for a batch, and each batch calls for the next.
            }
        }
        batches.execute(this::writeBatch);
    }

    /** Whether nothing waits. */
    boolean isIdle() {
        synchronized (waiting) {
            return waiting.isEmpty();
        }
    }

    private void writeBatch() {
        List<Append> appends = new ArrayList<>();
        List<Command> late = new ArrayList<>();
        Amend amend;
        synchronized (waiting) {
            amend = take(appends, late);
        }
        List<Runnable> told = new ArrayList<>(2);
        if (!late.isEmpty()) {
            told.add(() -> fail(late, new ChatException.Unavailable(ErrorCode.OVERLOADED)));
        }
        if (amend != null) {
            told.add(amend(amend));
        } else if (!appends.isEmpty()) {
            told.add(append(appends));
        }
        finish(appends.size() + late.size() + (amend == null ? 0 : 1));
        told.forEach(answers::execute); // Last: who is answered finds the writer idle, and may let it go.
    }

    /** Collects the appends up to the first amendment, or that alone. They stay in the queue until they are written. */
    private @Nullable Amend take(List<Append> appends, List<Command> late) {
        long now = scheduling.nanoTime().getAsLong();
        int characters = 0;
        for (Command command : waiting) {
            if (now - command.since() > PATIENCE.toNanos() && appends.isEmpty()) {
                late.add(command);
            } else if (command instanceof Append append
                    && appends.size() < MessageLog.MAX_BATCH
                    && characters < MAX_BATCH_CHARACTERS) {
                appends.add(append);
                characters += append.draft.content().text().length();
            } else {
                return command instanceof Amend amend && appends.isEmpty() ? amend : null;
            }
        }
        return null;
    }

    private void finish(int done) {
        synchronized (waiting) {
            for (int i = 0; i < done; i++) {
                waiting.remove();
            }
            if (waiting.isEmpty()) {
                return;
            }
        }
        batches.execute(this::writeBatch);
    }

    /** Returns what tells the senders. */
    private Runnable append(List<Append> appends) {
        List<Appended> results;
        try {
            results = log.append(room, appends.stream().map(Append::draft).toList());
        } catch (RuntimeException | Error e) {
            return unknown(appends, e);
        }
        List<Message> written = new ArrayList<>(results.size());
        for (Appended result : results) {
            if (result instanceof Appended.Added added) {
                written.add(added.message());
            } else if (result instanceof Appended.Repeated repeated) {
                written.add(repeated.message()); // Its first try may have been lost on the way to the feed.
            }
        }
        feeds.arrived(room, written);
        return () -> {
            for (int i = 0; i < appends.size(); i++) {
                appends.get(i).answer.complete(results.get(i));
            }
        };
    }

    private Runnable amend(Amend amend) {
        Changed result;
        try {
            result = log.change(room, amend.seq, amend.change);
        } catch (RuntimeException | Error e) {
            return unknown(List.of(amend), e);
        }
        if (result instanceof Changed.Done done) {
            feeds.arrived(room, List.of(done.message()));
        } else if (result instanceof Changed.Already already) {
            feeds.arrived(room, List.of(already.message()));
        }
        return () -> amend.answer.complete(result);
    }

    /** It may have been written, now or a little later. */
    private Runnable unknown(List<? extends Command> commands, Throwable failure) {
        feeds.doubt(room);
        scheduling.after(SECOND_LOOK, () -> feeds.doubt(room));
        return () -> fail(commands, failure);
    }

    private static void fail(List<? extends Command> commands, Throwable failure) {
        commands.forEach(command -> command.answer().completeExceptionally(failure));
    }

    /** There is no thread for the next batch any more. */
    private void failAll() {
        List<Command> left;
        synchronized (waiting) {
            left = List.copyOf(waiting);
            waiting.clear();
        }
        fail(left, new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN));
    }
}
