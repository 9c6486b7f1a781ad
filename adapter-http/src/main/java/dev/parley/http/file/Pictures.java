package dev.parley.http.file;

import dev.parley.application.schedule.FairQueue;
import dev.parley.application.schedule.FairQueue.Turn;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Draft;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets thumbnails be made, one at a time, for which the uploaders take {@linkplain FairQueue turns}: of one no more wait than a
 * message carries, and who has a slow one waits for oneself. Safe for concurrent use.
 */
final class Pictures {
    private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);
    private static final int MOST = 32;
    private static final int MOST_OF_ONE = Draft.MAX_FILES;

    private final Executor thread;
    private final Slots slots = new Slots(MOST, MOST_OF_ONE, MOST_OF_ONE);
    /** Guarded by itself, as is whether they are being taken. */
    private final FairQueue<UserId, Runnable> turns = new FairQueue<>();

    private boolean running;

    Pictures(Executor thread) {
        this.thread = thread;
    }

    /** Whether the work will be done, later. */
    boolean take(UserId uploader, Runnable work) {
        Runnable giveBack;
        try {
            giveBack = slots.take(uploader);
        } catch (ChatException.Unavailable e) {
            return false;
        }
        Runnable all = () -> {
            try {
                work.run();
            } finally {
                giveBack.run();
            }
        };
        if (isTaken(uploader, all)) {
            return true;
        }
        giveBack.run();
        return false;
    }

    private boolean isTaken(UserId uploader, Runnable work) {
        synchronized (turns) {
            turns.add(uploader, work);
            if (running) {
                return true;
            }
            running = true;
            try {
                thread.execute(this::run);
                return true;
            } catch (RejectedExecutionException | OutOfMemoryError e) { // There is no thread, or none any more.
                running = false;
                return !turns.remove(uploader, work);
            }
        }
    }

    private void run() {
        boolean more = true;
        try {
            while (more && !Thread.currentThread().isInterrupted()) {
                more = runNext();
            }
        } finally {
            if (more) { // The thread is to end, or could not even say what went wrong.
                synchronized (turns) {
                    running = false;
                }
            }
        }
    }

    private boolean runNext() {
        Turn<UserId, Runnable> turn;
        synchronized (turns) {
            turn = turns.take();
            running = turn != null;
        }
        if (turn == null) {
            return false;
        }
        try {
            turn.what().run();
        } catch (RuntimeException | Error e) {
            LOG.error("A thumbnail could not be made", e);
        } finally {
            synchronized (turns) {
                turns.done(turn);
            }
        }
        return true;
    }
}
