package dev.parley.http.file;

import dev.parley.application.file.Upload;
import dev.parley.application.file.Uploads;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.StoredFile;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Takes one upload in, a few pieces at a time: then it goes to the end of the queue, so that all get on alike. While nothing
 * comes it holds no thread.
 *
 * <p>Who sends fewer than {@value Uploads#MIN_BYTES_PER_SECOND} bytes a second after its first ten seconds is cut off; the time in
 * which this server is busy does not count. Confined to its turns, of which one ends before the next begins.
 */
final class Receiving implements Runnable {
    private static final int TURN_BYTES = 512 << 10;

    /** For as long as an upload was busy its thread leaves the processors to others, up to this time. */
    private static final long MAX_REST_NANOS = 20_000_000;

    /** The same for who makes a thumbnail, which takes longer. */
    private static final long MAX_PICTURE_REST_NANOS = 500_000_000;

    private static final long GRACE_NANOS = 10_000_000_000L;
    /** Who sends something, however slowly, is told why it is refused before the connection is closed. */
    private static final long LATE_NANOS = 1_000_000_000L;

    private final Conversation conversation;
    private final Upload upload;
    private final UploadForm form;
    private final Executor workers;
    private final Predicate<Runnable> pictures;
    private final Function<StoredFile, byte[]> answer;
    private long waited;
    private long waitingSince;
    private Scheduler.@Nullable Task deadline;

    /** @param pictures has a thumbnail made, later, unless too many wait for theirs */
    Receiving(
            Conversation conversation,
            Upload upload,
            UploadForm form,
            Executor workers,
            Predicate<Runnable> pictures,
            Function<StoredFile, byte[]> answer) {
        this.conversation = conversation;
        this.upload = upload;
        this.form = form;
        this.workers = workers;
        this.pictures = pictures;
        this.answer = answer;
    }

    @Override
    public void run() {
        long begin = System.nanoTime();
        take();
        LockSupport.parkNanos(Math.min(System.nanoTime() - begin, MAX_REST_NANOS));
    }

    private void take() {
        try {
            wake();
            read();
        } catch (ChatException e) {
            refuse(e);
        } catch (Throwable e) { // or a server without memory
            upload.close();
            conversation.fail(e);
        }
    }

    private void read() {
        int taken = 0;
        while (taken < TURN_BYTES) {
            Content.Chunk chunk = conversation.request().read();
            if (chunk == null) {
                await();
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                refuse(new ChatException.Invalid(ErrorCode.INVALID_UPLOAD));
                return;
            }
            boolean last = chunk.isLast();
            taken += chunk.remaining();
            try {
                form.take(chunk);
            } finally {
                chunk.release();
            }
            if (last) {
                store();
                return;
            }
            if (waited > patience()) {
                refuse(new ChatException.Invalid(ErrorCode.INVALID_UPLOAD, "The upload came too slowly."));
                return;
            }
        }
        goOn();
    }

    private long patience() {
        return GRACE_NANOS + TimeUnit.SECONDS.toNanos(form.length()) / Uploads.MIN_BYTES_PER_SECOND;
    }

    private void await() {
        waitingSince = System.nanoTime();
        long left = Math.max(0, patience() - waited) + LATE_NANOS;
        deadline = conversation
                .request()
                .getComponents()
                .getScheduler()
                .schedule(
                        conversation
                                .request()
                                .getConnectionMetaData()
                                .getConnection()
                                .getEndPoint()::close,
                        left,
                        TimeUnit.NANOSECONDS);
        conversation.request().demand(Invocable.from(InvocationType.NON_BLOCKING, this::came));
    }

    private void came() {
        waited += System.nanoTime() - waitingSince;
        goOn();
    }

    private void wake() {
        Scheduler.Task waitedFor = deadline;
        if (waitedFor != null) {
            waitedFor.cancel();
            deadline = null;
        }
    }

    private void goOn() {
        FileTransfers.execute(workers, this, this::refuse);
    }

    private void store() {
        FileName name = form.name();
        upload.store();
        if (!upload.isPicture() || !pictures.test(() -> completePicture(name))) {
            complete(name, false);
        }
    }

    private void completePicture(FileName name) {
        try {
            long begin = System.nanoTime();
            complete(name, true);
            LockSupport.parkNanos(Math.min(System.nanoTime() - begin, MAX_PICTURE_REST_NANOS));
        } catch (ChatException e) {
            refuse(e);
        } catch (Throwable e) { // or a server without memory
            upload.close();
            conversation.fail(e);
        }
    }

    private void complete(FileName name, boolean pictured) {
        StoredFile file = upload.complete(name, pictured);
        conversation.answer(201, answer.apply(file));
    }

    private void refuse(ChatException refusal) {
        upload.close();
        conversation.refuse(refusal);
    }
}
