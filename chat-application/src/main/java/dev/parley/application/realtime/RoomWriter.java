package dev.parley.application.realtime;

import dev.parley.application.schedule.Scheduling;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one room's log, one batch after another: while a batch is being written the next one gathers (group
 * commit).
 *
 * <p>At most {@value #MAX_WAITING} commands wait, none longer than {@link #PATIENCE}: who comes when it is full, or
 * waited in vain, is told that the server is overloaded, and nothing was written. A batch that the store did not answer
 * fails as a whole with an unknown outcome, and the feed is told to look. A room that is written to faster than its
 * listeners can be told is written to as fast as they can.
 *
 * <p>The queue, and whether a batch is under way or called for, are guarded by the queue's lock; one is at a time. A
 * command stays in the queue until it is written. The worker that has written a batch calls for the next one, and then
 * tells the senders and the listeners itself: a message that comes alone wakes one worker, not three.
 */
final class RoomWriter {
    private static final int MAX_WAITING = 4_000;
    private static final int MAX_BATCH_CHARACTERS = 256 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** When a writer that waits for its listeners looks again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final RoomId room;
    private final MessageLog log;
    private final Scheduling scheduling;
    private final RoomFeeds feeds;
    private final Consumer<RoomId> committed;
    private final Runnable idle;
    private final Mailbox answers;
    private final ArrayDeque<Command> waiting = new ArrayDeque<>();
    /** Whether a batch is under way or called for. */
    private boolean writing;
    /** How many batches are written whose senders were not all told. */
    private int unanswered;

    /**
     * @param committed is told that the log has grown
     * @param idle is run when nothing waits any more
     */
    RoomWriter(
            RoomId room,
            MessageLog log,
            Scheduling scheduling,
            RoomFeeds feeds,
            Consumer<RoomId> committed,
            Runnable idle) {
        this.room = room;
        this.log = log;
        this.scheduling = scheduling;
        this.feeds = feeds;
        this.committed = committed;
        this.idle = idle;
        this.answers = new Mailbox(scheduling, dropped -> dropped.forEach(Runnable::run));
    }

    /** What waits to be written. */
    private sealed interface Command {
        long since();

        CompletableFuture<?> answer();
    }

    private record Append(Draft draft, CompletableFuture<Appended> answer, long since) implements Command {}

    /** Drafts that are written together, so that they keep their order whatever becomes of what is written before. */
    private record Page(List<Draft> drafts, CompletableFuture<List<Appended>> answer, long since) implements Command {}

    private record Amend(Seq seq, Change change, CompletableFuture<Changed> answer, long since) implements Command {}

    /** What became of a batch: the changes that the feed is to hear of, and what tells the senders. */
    private record Outcome(List<Message> changes, Runnable answer) {}

    CompletableFuture<Appended> append(Draft draft) {
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        enqueue(new Append(draft, answer, scheduling.nanoTime().getAsLong()));
        return answer;
    }

    /** @param drafts at most {@link MessageLog#MAX_BATCH} */
    CompletableFuture<List<Appended>> appendAll(List<Draft> drafts) {
        CompletableFuture<List<Appended>> answer = new CompletableFuture<>();
        enqueue(new Page(drafts, answer, scheduling.nanoTime().getAsLong()));
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
            if (writing) {
                return; // Each batch calls for the next.
            }
            writing = true;
        }
        if (!scheduling.isTaken(scheduling.workers(), this::writeBatch)) {
            synchronized (waiting) {
                waiting.clear(); // No other command is in: the writers' map lets one in at a time.
                writing = false;
            }
            throw new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN);
        }
    }

    private void callForNextBatch() {
        if (!scheduling.isTaken(scheduling.workers(), this::writeBatch)) {
            failAll();
        }
    }

    /** Whether everything that was taken has been written and answered. */
    boolean isIdle() {
        synchronized (waiting) {
            return waiting.isEmpty() && !writing && unanswered == 0;
        }
    }

    private void writeBatch() {
        int appetite = feeds.appetite(room);
        List<Append> appends = new ArrayList<>();
        List<Command> late = new ArrayList<>(0);
        Command alone;
        synchronized (waiting) {
            alone = take(appends, Math.min(appetite, MessageLog.MAX_BATCH), late);
            unanswered++;
        }
        Outcome outcome;
        if (alone instanceof Amend amend) {
            outcome = amend(amend);
        } else {
            outcome = alone instanceof Page page ? append(page) : append(appends);
        }
        boolean answering = answers.add(() -> {
            try {
                fail(late, new ChatException.Unavailable(ErrorCode.OVERLOADED));
                outcome.answer.run();
            } finally {
                answered();
            }
        });
        Runnable delivery = feeds.arrived(room, outcome.changes);
        try {
            goOn(appends.size() + late.size() + (alone == null ? 0 : 1), appetite == 0);
        } finally {
            if (answering) {
                answers.run();
            }
            letGoIfIdle();
            delivery.run();
            if (!outcome.changes.isEmpty()) {
                committed.accept(room);
            }
        }
    }

    /** Collects the appends up to the first other command, or that alone. They stay in the queue until they are written. */
    private @Nullable Command take(List<Append> appends, int most, List<Command> late) {
        long now = scheduling.nanoTime().getAsLong();
        int characters = 0;
        for (Command command : waiting) {
            if (now - command.since() > PATIENCE.toNanos() && appends.isEmpty()) {
                late.add(command);
            } else if (command instanceof Append append && appends.size() < most && characters < MAX_BATCH_CHARACTERS) {
                appends.add(append);
                characters += append.draft.content().text().length();
            } else {
                return !(command instanceof Append) && appends.isEmpty() && most > 0 ? command : null;
            }
        }
        return null;
    }

    /** @param full whether the listeners are behind: the next batch waits until they are not, and for a while at most */
    private void goOn(int done, boolean full) {
        boolean more;
        synchronized (waiting) {
            for (int i = 0; i < done; i++) {
                waiting.remove();
            }
            more = !waiting.isEmpty();
            writing = more;
        }
        if (!more) {
            return;
        }
        if (full) {
            AtomicBoolean called = new AtomicBoolean();
            Runnable next = () -> {
                if (called.compareAndSet(false, true)) {
                    callForNextBatch();
                }
            };
            feeds.whenHungry(room, next);
            scheduling.ring(LOOK_AGAIN, next); // For those who will have waited too long by then.
        } else {
            callForNextBatch();
        }
    }

    private void answered() {
        synchronized (waiting) {
            unanswered--;
        }
        letGoIfIdle();
    }

    private void letGoIfIdle() {
        if (isIdle()) {
            idle.run();
        }
    }

    private Outcome append(List<Append> appends) {
        if (appends.isEmpty()) {
            return new Outcome(List.of(), () -> {});
        }
        List<Appended> results;
        try {
            results = log.append(room, appends.stream().map(Append::draft).toList());
        } catch (RuntimeException | Error e) {
            return unknown(appends, e);
        }
        return new Outcome(written(results), () -> {
            for (int i = 0; i < appends.size(); i++) {
                appends.get(i).answer.complete(results.get(i));
            }
        });
    }

    private Outcome append(Page page) {
        List<Appended> results;
        try {
            results = log.append(room, page.drafts);
        } catch (RuntimeException | Error e) {
            return unknown(List.of(page), e);
        }
        return new Outcome(written(results), () -> page.answer.complete(results));
    }

    private static List<Message> written(List<Appended> results) {
        List<Message> written = new ArrayList<>(results.size());
        for (Appended result : results) {
            if (result instanceof Appended.Added added) {
                written.add(added.message());
            } else if (result instanceof Appended.Repeated repeated) {
                written.add(repeated.message()); // Its first try may have been lost on the way to the feed.
            }
        }
        return written;
    }

    private Outcome amend(Amend amend) {
        Changed result;
        try {
            result = log.change(room, amend.seq, amend.change);
        } catch (RuntimeException | Error e) {
            return unknown(List.of(amend), e);
        }
        return new Outcome(changes(result), () -> amend.answer.complete(result));
    }

    private static List<Message> changes(Changed result) {
        if (result instanceof Changed.Done done) {
            return List.of(done.message());
        }
        return result instanceof Changed.Already already ? List.of(already.message()) : List.of();
    }

    /** It may have been written, now or a little later. */
    private Outcome unknown(List<? extends Command> commands, Throwable failure) {
        feeds.doubtForLong(room);
        return new Outcome(List.of(), () -> fail(commands, failure));
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
            writing = false;
        }
        idle.run();
        fail(left, new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN));
    }
}
