package dev.parley.http.file;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Draft;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Lets thumbnails be made, of one uploader no more at a time than a message carries: others wait for theirs too. Safe for
 * concurrent use.
 */
final class Pictures {
    private static final int MOST = 1_000; // The executor takes fewer.
    private static final int MOST_OF_ONE = Draft.MAX_FILES;

    private final Executor thread;
    private final Slots slots = new Slots(MOST, MOST_OF_ONE, MOST_OF_ONE);

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
        try {
            thread.execute(() -> {
                try {
                    work.run();
                } finally {
                    giveBack.run();
                }
            });
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) { // Too many wait for theirs, or there is no thread.
            giveBack.run();
            return false;
        }
    }
}
