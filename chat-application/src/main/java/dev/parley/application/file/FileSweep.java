package dev.parley.application.file;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the files that no message carries, from time to time, a bounded number in each round. Several nodes may do so at
 * once.
 *
 * <p>A file that is due is looked at: one that some message carries is looked at again in a day; any other is doomed, its bytes
 * are removed, and it is forgotten, in this order. What has been doomed is due again an hour later until it is forgotten, so who
 * dies in between leaves the rest to others, and what cannot be removed lets those behind it come first. And nobody dooms what was claimed meanwhile: the ledger refuses that.
 */
public final class FileSweep implements AutoCloseable {
    static final Duration EVERY = Duration.ofMinutes(5);

    /** When a doomed file is looked at again that is still there. */
    static final Duration AGAIN = Duration.ofHours(1);

    /** Of how many files one round disposes. */
    static final int MOST = 20 * FileLedger.MAX_QUERY;

    /** When a round ends because the bytes cannot be removed. */
    static final int MOST_FAILED = 50;

    /** How old the bytes of a file are that was begun and will never be whole. */
    static final Duration ABANDONED = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);

    private final FileLedger ledger;
    private final FileCarriers carriers;
    private final FileBytes bytes;
    private final Scheduling scheduling;
    /** Held while a round runs. */
    private final ReentrantLock sweeping = new ReentrantLock();

    private volatile boolean closed;

    public FileSweep(FileLedger ledger, FileCarriers carriers, FileBytes bytes, Scheduling scheduling) {
        this.ledger = ledger;
        this.carriers = carriers;
        this.bytes = bytes;
        this.scheduling = scheduling;
    }

    /** The first round comes a while later. */
    public void start() {
        scheduling.readAfter(EVERY, this::sweepOn);
    }

    private void sweepOn() {
        sweeping.lock();
        try {
            if (!closed) {
                sweep();
            }
        } catch (ChatException.Unavailable e) {
            LOG.debug("The store is away: files that nobody needs stay until the next round", e);
        } catch (RuntimeException e) {
            LOG.error("Files that nobody needs stay until the next round", e);
        } finally {
            sweeping.unlock();
            if (!closed) {
                scheduling.readAfter(EVERY, this::sweepOn);
            }
        }
    }

    private void sweep() {
        Instant now = scheduling.clock().instant();
        Round round = new Round();
        List<FileId> due;
        do {
            due = ledger.due(now, FileLedger.MAX_QUERY);
            round.seen += due.size();
            if (!due.isEmpty()) {
                lookAt(due, now, round);
            }
        } while (due.size() == FileLedger.MAX_QUERY && round.seen < MOST && !isOver(round));
        if (round.removed > 0) {
            LOG.info("{} files were removed that no message carries", round.removed);
        }
        int abandoned = bytes.sweep(now.minus(ABANDONED));
        if (abandoned > 0) {
            LOG.info("{} files were removed that were never whole", abandoned);
        }
    }

    private void lookAt(List<FileId> due, Instant now, Round round) {
        Set<FileId> carried = carriers.carried(due);
        ledger.keep(due.stream().filter(carried::contains).toList(), now.plus(Attachments.STAY));
        for (FileId file : due) {
            if (!carried.contains(file) && !isOver(round) && ledger.doom(file, now, now.plus(AGAIN))) {
                remove(file, round);
            }
        }
    }

    /** One that cannot be removed must not keep the others. */
    private void remove(FileId file, Round round) {
        try {
            bytes.remove(file);
            bytes.remove(file.thumbnail());
        } catch (RuntimeException e) {
            LOG.warn("The file {} stays until the next round", file, e);
            round.failed++;
            return;
        }
        ledger.forget(file);
        round.removed++;
    }

    private boolean isOver(Round round) {
        return closed || round.failed >= MOST_FAILED;
    }

    /** Counts what one round has done. Confined to it. */
    private static final class Round {
        int seen;
        int removed;
        int failed;
    }

    /** Begins nothing more, and waits for the file that is being removed. */
    @Override
    public void close() {
        closed = true;
        sweeping.lock();
        try {
            LOG.debug("No more files are removed");
        } finally {
            sweeping.unlock();
        }
    }
}
